package org.graft.spark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.graft.spark.image.ImageFiles;
import org.graft.spark.network.ExecutorModels;
import org.graft.spark.network.ImageNetwork;
import org.graft.spark.network.Outcome;

/** Rows with what a network makes of their images, a batch at a time. */
final class RowIterator implements Iterator<Row> {
  private final RowFunction function;
  private final Iterator<Row> rows;
  private final ImageFiles files;
  private final Deque<Row> ready = new ArrayDeque<>();
  private ImageNetwork network;

  RowIterator(RowFunction function, Iterator<Row> rows, ImageFiles files) {
    this.function = function;
    this.rows = rows;
    this.files = files;
  }

  @Override
  public boolean hasNext() {
    return !ready.isEmpty() || rows.hasNext();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all rows have been read");
    }
    if (ready.isEmpty()) {
      runBatch();
    }
    return ready.remove();
  }

  private void runBatch() {
    if (network == null) {
      network = ExecutorModels.forTask(function.model(), function.kind());
    }
    List<Row> batch = new ArrayList<>();
    while (batch.size() < function.batch() && rows.hasNext()) {
      batch.add(rows.next());
    }
    List<Outcome> outcomes =
        Outcome.run(
            network,
            batch,
            row ->
                function.images().read(row.get(function.column()), files, network.resize().exif()));
    for (int i = 0; i < batch.size(); i++) {
      ready.add(extended(batch.get(i), outcomes.get(i)));
    }
  }

  private Row extended(Row row, Outcome outcome) {
    Object[] added = function.values().of(network, outcome.values());
    Object[] cells = new Object[row.size() + added.length + 1];
    for (int i = 0; i < row.size(); i++) {
      cells[i] = row.get(i);
    }
    System.arraycopy(added, 0, cells, row.size(), added.length);
    cells[cells.length - 1] = outcome.error();
    return RowFactory.create(cells);
  }
}

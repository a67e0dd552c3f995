package org.graft.spark.job;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.graft.spark.network.ImageNetwork;

/**
 * Parquet, a file a part, a row an image.
 *
 * @param key digest of what images are worked with
 * @param columns what a row has
 */
record ParquetSink(Folder folder, String key, RowColumns columns) implements Sink {
  private String name(Part part) {
    return part.nameByLines(key) + ".parquet";
  }

  @Override
  public boolean has(Part part) {
    return folder.has(name(part));
  }

  @Override
  public void write(Part part, List<Result> results, ImageNetwork network, String attempt) {
    ParquetColumns<Result> layout = columns.of(network);
    folder.write(name(part), attempt, (files, to) -> write(results, layout, to));
  }

  private void write(List<Result> results, ParquetColumns<Result> layout, Path to)
      throws IOException {
    try (ParquetWriter<Result> writer = layout.writer(to, folder.hadoop())) {
      for (Result result : results) {
        writer.write(result);
      }
    }
  }
}

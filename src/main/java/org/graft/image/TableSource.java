package org.graft.image;

import java.util.Optional;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;

/** Images of which a file says something, line by line. */
abstract class TableSource implements ImageSource {
  final LabelsFile table;
  final LeftOut leftOut;

  /**
   * @param kind the column that the task learns
   * @param expected that column in words
   * @param task what learns it
   * @param leftOut what lies beside them
   */
  TableSource(LabelsFile table, LabelsKind kind, String expected, Hint task, LeftOut leftOut) {
    if (table.kind() != kind) {
      throw new MalformedFileException(
          table.file(),
          "it has the column %s: expected %s, which is what %s learns"
              .formatted(table.kind(), expected, task));
    }
    this.table = table;
    this.leftOut = leftOut;
  }

  /** The user's mistake where lines have splits, and none is to test with. */
  void requireNoSplits() {
    if (table.lines().stream().anyMatch(line -> line.role().isPresent())) {
      throw new InputException(table.file() + " has no line with the split test");
    }
  }

  @Override
  public LabelsFile lines() {
    return table;
  }

  @Override
  public boolean isGroupedBy(String column) {
    return table.groupedBy().equals(Optional.of(column));
  }
}

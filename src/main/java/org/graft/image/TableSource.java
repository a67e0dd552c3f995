package org.graft.image;

import java.util.Optional;
import org.graft.failure.InputException;

/** Images of which a file says something, line by line. */
abstract class TableSource implements ImageSource {
  final LabelsFile table;
  final LeftOut leftOut;

  /**
   * @param leftOut what lies beside them
   */
  TableSource(LabelsFile table, LeftOut leftOut) {
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

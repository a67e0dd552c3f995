package org.graft.feature;

/** Takes rows in, in any order. */
public interface RowWriter {
  int width();

  /** Puts a row where it belongs. */
  void put(int place, float... row);

  /**
   * Ends the writing.
   *
   * @param places of the rows that were put and are wanted, ascending
   */
  Rows rows(int... places);
}

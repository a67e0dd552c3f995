package org.graft.feature;

/** Rows that are put in, in any order. */
public interface RowWriter extends Rows {
  /** Puts a row where it belongs. */
  void put(int place, float... row);

  /**
   * Ends the writing.
   *
   * @param places of the rows that were put and are wanted, ascending
   */
  Rows rows(int... places);
}

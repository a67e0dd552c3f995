package org.graft.feature;

import java.util.Arrays;

/**
 * Some of the rows of others, which are not copied.
 *
 * @param all the others
 * @param chosen their places among them
 */
@SuppressWarnings("ArrayRecordComponent")
record ChosenRows(Rows all, int... chosen) implements Rows {
  @Override
  public int count() {
    return chosen.length;
  }

  @Override
  public int width() {
    return all.width();
  }

  @Override
  public boolean areStored() {
    return all.areStored();
  }

  @Override
  public void read(int[] rows, float[] to, int at) {
    all.read(Arrays.stream(rows).map(row -> chosen[row]).toArray(), to, at);
  }
}

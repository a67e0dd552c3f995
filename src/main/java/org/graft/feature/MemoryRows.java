package org.graft.feature;

import org.graft.plan.Tensor;

/**
 * Rows in memory.
 *
 * @param whole {@code [count, width]}
 */
record MemoryRows(Tensor whole) implements RowWriter {
  @Override
  public int count() {
    return whole.shape()[0];
  }

  @Override
  public int width() {
    return whole.shape()[1];
  }

  @Override
  public boolean areStored() {
    return false;
  }

  @Override
  public void read(int[] chosen, float[] to, int at) {
    float[] values = whole.values();
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(values, chosen[i] * width(), to, at + i * width(), width());
    }
  }

  @Override
  public void put(int place, float... row) {
    System.arraycopy(row, 0, whole.values(), place * width(), width());
  }

  @Override
  public Rows rows(int... places) {
    read(places, whole.values(), 0);
    return places.length == count() ? this : new MemoryRows(whole.part(0, places.length));
  }
}

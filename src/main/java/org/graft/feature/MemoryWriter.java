package org.graft.feature;

import java.util.Arrays;
import org.graft.plan.Tensor;

/** Takes rows into memory. */
final class MemoryWriter implements RowWriter {
  private final float[] values;
  private final int width;

  MemoryWriter(int count, int width) {
    this.values = new float[Math.multiplyExact(count, width)];
    this.width = width;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void put(int place, float... row) {
    System.arraycopy(row, 0, values, place * width, width);
  }

  @Override
  public Rows rows(int... places) {
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(values, places[i] * width, values, i * width, width);
    }
    int count = places.length * width;
    float[] rows = count == values.length ? values : Arrays.copyOf(values, count);
    return new MemoryRows(new Tensor(rows, places.length, width));
  }
}

package org.graft.feature;

import java.util.stream.IntStream;
import org.graft.plan.Tensor;

/**
 * Float32 values of a list of images, one row each: in memory, or on the disk where they are too
 * many for it. May be read by several threads.
 */
public interface Rows {
  int count();

  /** Values of a row. */
  int width();

  /** Whether they lie on the disk, where rows are best read many at a time and in their order. */
  boolean areStored();

  /**
   * Copies some rows, one behind another.
   *
   * @param chosen places of the rows, from 0
   * @param to from {@code at} on takes {@code [chosen.length, width]}
   * @throws org.graft.failure.WorkFailedException if they cannot be read
   */
  void read(int[] chosen, float[] to, int at);

  /**
   * All values, {@code [count, width]}.
   *
   * @throws org.graft.failure.InputException if one array cannot hold them
   */
  default Tensor whole() {
    Features.requireOneArray(count(), width());
    return part(0, count());
  }

  /** The rows from one place up to another. */
  default Tensor part(int from, int to) {
    float[] values = new float[Math.multiplyExact(to - from, width())];
    read(IntStream.range(from, to).toArray(), values, 0);
    return new Tensor(values, to - from, width());
  }
}

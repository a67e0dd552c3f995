package org.graft.plan;

import java.util.Arrays;

/**
 * Greatest or mean value of each channel's whole map or sequence, as a vector or, with {@code
 * keepAxes}, as a map or sequence of one cell: Keras {@code GlobalAveragePooling2D}, {@code
 * GlobalMaxPooling1D} and so on.
 */
public record GlobalPool(String name, String input, Reduction reduction, boolean keepAxes)
    implements Unary {
  @Override
  public Shape outputShape(Shape in) {
    if (in.rank() < 2) {
      throw new IllegalArgumentException("[" + in + "] comes in, which has nothing to pool over");
    }
    int[] axes = in.axes();
    Arrays.fill(axes, 0, axes.length - 1, 1);
    return keepAxes ? new Shape(axes) : new Shape(in.channels());
  }
}

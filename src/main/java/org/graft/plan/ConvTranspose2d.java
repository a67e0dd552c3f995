package org.graft.plan;

import java.util.List;

/**
 * The transpose of a convolution: each cell of the input adds its kernel's values, times its own,
 * to a window of the output (Zeiler et al. 2010), with TensorFlow's arithmetic of borders. Kernels
 * are {@code [kh, kw, filters, in]}. Keras {@code Conv2DTranspose}.
 *
 * @param extra rows and columns more than the windows reach, Keras' {@code output_padding}; empty
 *     where it is not stated, which makes the output {@code strides} times the input
 */
public record ConvTranspose2d(
    String name,
    String input,
    int filters,
    Window window,
    List<Integer> extra,
    boolean bias,
    Activation activation)
    implements Unary {
  public ConvTranspose2d {
    extra = List.copyOf(extra);
    if (extra.size() != 0 && extra.size() != 2) {
      throw new IllegalArgumentException("output padding " + extra + " is not of rows and columns");
    }
  }

  @Override
  public Shape outputShape(Shape in) {
    Size2d strides = window.strides();
    return new Shape(
        length(in.height(), window.reach().height(), strides.height(), 0),
        length(in.width(), window.reach().width(), strides.width(), 1),
        filters);
  }

  private int length(int length, int reach, int stride, int axis) {
    if (length == Shape.FREE) {
      return Shape.FREE;
    }
    int steps = Math.multiplyExact(Math.max(0, length - 1), stride);
    if (window.padding() == Padding.SAME) {
      return extra.isEmpty()
          ? Math.multiplyExact(length, stride)
          : Math.addExact(steps, reach % 2 + extra.get(axis));
    }
    int behind = extra.isEmpty() ? Math.max(reach, stride) - reach : extra.get(axis);
    return Math.addExact(steps, Math.addExact(reach, behind));
  }

  @Override
  public List<Parameter> parameters(Shape in) {
    Size2d size = window.size();
    Parameter kernel =
        new Parameter(Weights.KERNEL, size.height(), size.width(), filters, in.channels());
    return Parameter.products(List.of(kernel), bias, filters);
  }
}

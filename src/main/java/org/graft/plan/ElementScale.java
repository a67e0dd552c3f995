package org.graft.plan;

import java.util.List;

/**
 * {@code x * gamma}: a number for each place of a sequence or map, such as a mask or a window, the
 * same for every image. One for each channel alone is a {@link LayerScale}.
 *
 * @param shape of the numbers, axes of length 1 stretched to the input's
 */
public record ElementScale(String name, String input, Shape shape) implements Unary {
  @Override
  public Shape outputShape(Shape in) {
    Shape out = in.broadcast(shape);
    if (!out.equals(in)) {
      throw new IllegalArgumentException("[" + shape + "] cannot scale each [" + in + "]");
    }
    return in;
  }

  @Override
  public List<Parameter> parameters(Shape in) {
    return List.of(new Parameter(Weights.GAMMA, shape.axes()));
  }
}

package org.graft.plan;

import java.util.stream.IntStream;

/**
 * The same values in another shape: Keras {@code Reshape}.
 *
 * @param target the shape; one axis may be {@link Shape#FREE}, whose length follows from the values
 */
public record Reshape(String name, String input, Shape target) implements Unary {
  @Override
  public Shape outputShape(Shape in) {
    int[] axes = target.axes();
    int open =
        IntStream.range(0, axes.length).filter(i -> axes[i] == Shape.FREE).findFirst().orElse(-1);
    if (open >= 0 && in.size() != Shape.FREE) {
      axes[open] = 1;
      int others = new Shape(axes).size();
      if (others == 0 || in.size() % others != 0) {
        throw new IllegalArgumentException("[" + in + "] cannot become [" + target + "]");
      }
      axes[open] = in.size() / others;
    }
    Shape out = new Shape(axes);
    if (in.size() != Shape.FREE && out.size() != Shape.FREE && in.size() != out.size()) {
      throw new IllegalArgumentException("[" + in + "] cannot become [" + target + "]");
    }
    return out;
  }
}

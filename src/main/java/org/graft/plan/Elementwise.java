package org.graft.plan;

import java.util.List;
import java.util.Locale;

/**
 * Two or more inputs joined value by value, axes of length 1 stretched to the others', and put
 * before those of an input that has fewer: Keras {@code Add}, {@code Subtract}, {@code Multiply},
 * {@code Average}, {@code Maximum}, {@code Minimum}.
 */
public record Elementwise(String name, List<String> inputs, Arithmetic arithmetic)
    implements Merge {
  public Elementwise {
    inputs = List.copyOf(inputs);
    if (inputs.size() < 2 || (isOfTwo(arithmetic) && inputs.size() > 2)) {
      throw new IllegalArgumentException(
          arithmetic + " does not join " + inputs.size() + " inputs: " + inputs);
    }
  }

  private static boolean isOfTwo(Arithmetic arithmetic) {
    return arithmetic == Arithmetic.SUBTRACT || arithmetic == Arithmetic.DIVIDE;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return inputs.stream().reduce(Shape::broadcast).orElseThrow();
  }

  @Override
  public String kindName() {
    String name = arithmetic.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }
}

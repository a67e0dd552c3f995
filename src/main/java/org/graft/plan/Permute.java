package org.graft.plan;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The same values with their axes in another order: Keras {@code Permute}.
 *
 * @param order for each axis of the output the one of the input, counted from 1 as Keras does
 */
public record Permute(String name, String input, List<Integer> order) implements Unary {
  public Permute {
    order = List.copyOf(order);
    List<Integer> axes = IntStream.rangeClosed(1, order.size()).boxed().toList();
    if (!order.stream().sorted().toList().equals(axes)) {
      throw new IllegalArgumentException(order + " is no order of axes");
    }
  }

  @Override
  public Shape outputShape(Shape in) {
    if (in.rank() != order.size()) {
      throw new IllegalArgumentException(in + " cannot be put in the order " + order);
    }
    return new Shape(order.stream().mapToInt(axis -> in.axis(axis - 1)).toArray());
  }
}

package org.graft.plan;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * One number of all that lie along some axes; rows and columns of a map by mean or maximum are a
 * {@link GlobalPool}.
 *
 * @param axes counted from 1 as Keras does
 * @param keepAxes whether these stay, with length 1
 */
public record Reduce(
    String name, String input, Statistic statistic, List<Integer> axes, boolean keepAxes)
    implements Unary {
  public Reduce {
    axes = List.copyOf(axes);
  }

  @Override
  public Shape outputShape(Shape in) {
    for (int axis : axes) {
      if (axis < 1 || axis > in.rank()) {
        throw new IllegalArgumentException("[" + in + "] has no axis " + axis + " to reduce");
      }
    }
    return new Shape(
        IntStream.rangeClosed(1, in.rank())
            .filter(axis -> keepAxes || !axes.contains(axis))
            .map(axis -> axes.contains(axis) ? 1 : in.axis(axis - 1))
            .toArray());
  }

  @Override
  public String kindName() {
    String name = statistic.name();
    return "Reduce" + name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }
}

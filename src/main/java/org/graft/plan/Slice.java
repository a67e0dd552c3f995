package org.graft.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of the values, {@code x[:, from:to, ..]}; where a single place of an axis is taken, the
 * axis is gone. Keras {@code x[:, 0]} and the like.
 *
 * @param ranges one for each axis behind the batch, from the first on; axes without are whole
 */
public record Slice(String name, String input, List<Range> ranges) implements Unary {
  public Slice {
    ranges = List.copyOf(ranges);
  }

  /**
   * Places of an axis, counted from the end where negative, as in Python.
   *
   * @param from the first
   * @param to the first behind, {@link #END} for all
   * @param single whether it is one place and its axis goes
   */
  public record Range(int from, int to, boolean single) {
    /** Behind the last place of any axis. */
    public static final int END = Integer.MAX_VALUE;

    /** An axis as it is. */
    public static final Range ALL = new Range(0, END, false);

    /** The place {@code index} alone, without its axis. */
    public static Range single(int index) {
      return new Range(index, index == -1 ? END : index + 1, true);
    }

    /** Of an axis of {@code length}: the first place. */
    public int first(int length) {
      return place(from, length);
    }

    /** Of an axis of {@code length}: the first place behind. */
    public int end(int length) {
      return Math.max(first(length), place(to, length));
    }

    private static int place(int index, int length) {
      return Math.max(0, Math.min(length, index < 0 ? index + length : index));
    }

    private int length(int length) {
      boolean beyond = single ? from >= length || from < -length : first(length) == end(length);
      if (length == Shape.FREE ? !equals(ALL) : beyond) {
        throw new IllegalArgumentException(
            "places from %d on are taken of an axis of %s"
                .formatted(from, length == Shape.FREE ? "any length" : length));
      }
      return length == Shape.FREE ? Shape.FREE : end(length) - first(length);
    }
  }

  /** Places of the axis {@code index}, counted from 0 without the batch. */
  public Range range(int index) {
    return index < ranges.size() ? ranges.get(index) : Range.ALL;
  }

  @Override
  public Shape outputShape(Shape in) {
    if (ranges.size() > in.rank()) {
      throw new IllegalArgumentException(
          "[" + in + "] comes in, and " + ranges.size() + " axes are sliced");
    }
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < in.rank(); i++) {
      int length = range(i).length(in.axis(i));
      if (!range(i).single()) {
        axes.add(length);
      }
    }
    if (axes.isEmpty()) {
      throw new IllegalArgumentException("[" + in + "] comes in, and no axis is left of it");
    }
    return new Shape(axes.stream().mapToInt(a -> a).toArray());
  }
}

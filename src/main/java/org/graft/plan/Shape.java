package org.graft.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/**
 * The shape of one example, without the batch axis: {@code [height, width, channels]} for a feature
 * map, {@code [units]} for a vector. {@link #FREE} stands for an axis that only the image decides.
 */
public final class Shape {
  /** An axis whose length is not known before an image is. */
  public static final int FREE = -1;

  private final int[] axes;

  @JsonCreator
  public Shape(int... axes) {
    this.axes = axes.clone();
  }

  /** A square map {@code [side, side, channels]}. */
  public static Shape square(int side, int channels) {
    return new Shape(side, side, channels);
  }

  @JsonValue
  public int[] axes() {
    return axes.clone();
  }

  public int rank() {
    return axes.length;
  }

  public int axis(int index) {
    return axes[index < 0 ? axes.length + index : index];
  }

  /**
   * Where an axis that Keras counts, from the batch on or from the end, stands here.
   *
   * @throws IllegalArgumentException if it is the batch, or there is no such axis
   */
  public int place(int axis) {
    int place = axis < 0 ? axis + rank() : axis - 1;
    if (place < 0 || place >= rank()) {
      throw new IllegalArgumentException("[" + this + "] comes in, which has no axis " + axis);
    }
    return place;
  }

  public boolean isMap() {
    return axes.length == 3;
  }

  public int height() {
    return map()[0];
  }

  public int width() {
    return map()[1];
  }

  private int[] map() {
    if (!isMap()) {
      throw new IllegalArgumentException(
          "[" + this + "] comes in, and a map [height, width, channels] is expected");
    }
    return axes;
  }

  /** The axes of that many examples at once, the batch first. */
  public int[] batched(int count) {
    int[] batched = new int[axes.length + 1];
    batched[0] = count;
    System.arraycopy(axes, 0, batched, 1, axes.length);
    return batched;
  }

  /** The same of any number of examples, which graphs state as -1. */
  public long[] batched() {
    return Arrays.stream(batched(-1)).asLongStream().toArray();
  }

  /** The last axis: channels of a map, units of a vector. */
  public int channels() {
    if (axes.length == 0) {
      throw new IllegalArgumentException("one value comes in, and axes are expected");
    }
    return axes[axes.length - 1];
  }

  /** A map of as many channels, its rows and columns changed as far as they are known. */
  Shape withSides(IntUnaryOperator rows, IntUnaryOperator columns) {
    return new Shape(known(height(), rows), known(width(), columns), channels());
  }

  private static int known(int length, IntUnaryOperator change) {
    return length == FREE ? FREE : change.applyAsInt(length);
  }

  /** This with an axis of length 1 more, at a place that is counted from 0. */
  public Shape expanded(int place) {
    int[] expanded = Arrays.copyOf(axes, axes.length + 1);
    System.arraycopy(axes, place, expanded, place + 1, axes.length - place);
    expanded[place] = 1;
    return new Shape(expanded);
  }

  /** This with axes of length 1 before its own, until there are {@code rank}. */
  public Shape widened(int rank) {
    int[] widened = new int[Math.max(rank, rank())];
    Arrays.fill(widened, 1);
    System.arraycopy(axes, 0, widened, widened.length - rank(), rank());
    return new Shape(widened);
  }

  /**
   * This and another, axes of length 1 stretched to the other's, and put before the fewer axes
   * where one has more.
   */
  public Shape broadcast(Shape other) {
    if (rank() != other.rank()) {
      int rank = Math.max(rank(), other.rank());
      return widened(rank).broadcast(other.widened(rank));
    }
    int[] joined = axes.clone();
    boolean fits = true;
    for (int i = 0; fits && i < joined.length; i++) {
      int theirs = other.axes[i];
      fits = joined[i] == theirs || isOpen(joined[i]) || isOpen(theirs);
      joined[i] = joined[i] == 1 || (joined[i] == FREE && theirs != 1) ? theirs : joined[i];
    }
    if (!fits) {
      throw new IllegalArgumentException("[" + this + "] and [" + other + "] do not go together");
    }
    return new Shape(joined);
  }

  private static boolean isOpen(int axis) {
    return axis == 1 || axis == FREE;
  }

  /** Number of values, or {@link #FREE} while any axis is free. */
  public int size() {
    return Arrays.stream(axes).anyMatch(a -> a == FREE)
        ? FREE
        : Arrays.stream(axes).reduce(1, Math::multiplyExact);
  }

  /** Whether a map has lost its last row or column: nothing can be computed from it. */
  public boolean isEmpty() {
    return Arrays.stream(axes).anyMatch(a -> a != FREE && a <= 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that && Arrays.equals(axes, that.axes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(axes);
  }

  /** As Keras prints it: {@code 7x7x512}, with {@code ?} for a free axis. */
  @Override
  public String toString() {
    return Arrays.stream(axes)
        .mapToObj(a -> a == FREE ? "?" : Integer.toString(a))
        .collect(Collectors.joining("x"));
  }
}

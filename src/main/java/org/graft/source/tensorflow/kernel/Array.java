package org.graft.source.tensorflow.kernel;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.graft.failure.UnsupportedModelException;
import org.jspecify.annotations.Nullable;
import org.tensorflow.framework.DataType;

/**
 * A tensor at hand, in C order. Numbers with fractions are float32 whatever their stated type;
 * whole numbers and truth values are {@code long}.
 *
 * @param shape all axes, the batch's among them; empty for a scalar
 * @param floats the values of {@code DT_FLOAT}; otherwise {@code null}
 * @param wholes the values of any other type; otherwise {@code null}
 */
public record Array(
    DataType type, int[] shape, float @Nullable [] floats, long @Nullable [] wholes) {
  /** The most values that a computed array may have: 512 MB of float32. */
  private static final long MOST_VALUES = 1L << 27;

  public static Array of(float[] values, int... shape) {
    return new Array(DataType.DT_FLOAT, shape, values, null);
  }

  public static Array of(DataType type, long[] values, int... shape) {
    return new Array(type, shape, null, values);
  }

  /** Each value in float32, by its place. */
  static Array floats(int[] shape, IntToDoubleFunction value) {
    float[] values = new float[size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value.applyAsDouble(i);
    }
    return of(values, shape);
  }

  /** Each value as a whole number, by its place. */
  static Array wholes(DataType type, int[] shape, IntToLongFunction value) {
    long[] values = new long[size(shape)];
    Arrays.setAll(values, value);
    return of(type, values, shape);
  }

  public boolean isFloat() {
    return floats != null;
  }

  public int rank() {
    return shape.length;
  }

  public int size() {
    return floats != null ? floats.length : numbers().length;
  }

  /** The length of an axis, counted from the end where {@code index} is negative. */
  public int axis(int index) {
    return shape[place(index)];
  }

  /** The place of an axis, counted from the end where {@code index} is negative. */
  public int place(long index) {
    long place = index < 0 ? index + rank() : index;
    if (place < 0 || place >= rank()) {
      throw new IllegalArgumentException("axis " + index + " of " + this);
    }
    return (int) place;
  }

  /** The lengths of some axes. */
  int[] axes(IntPredicate wanted) {
    return IntStream.range(0, rank()).filter(wanted).map(this::axis).toArray();
  }

  /** The same values with one more axis, of length 1, counted among all that there are then. */
  Array widened(long stated) {
    int axis = Math.toIntExact(stated < 0 ? stated + rank() + 1 : stated);
    return shaped(
        IntStream.rangeClosed(0, rank())
            .map(i -> i == axis ? 1 : axis(i < axis ? i : i - 1))
            .toArray());
  }

  /** One value, whatever its type. */
  public double at(int index) {
    return floats != null ? floats[index] : numbers()[index];
  }

  /** The values of an array of whole numbers. */
  public long[] numbers() {
    if (wholes == null) {
      throw new IllegalArgumentException(this + " where whole numbers are expected");
    }
    return wholes;
  }

  public float[] values() {
    if (floats == null) {
      throw new IllegalArgumentException(this + " where float32 is expected");
    }
    return floats;
  }

  /** The same values in another shape of the same size. */
  public Array shaped(int... other) {
    if (size(other) != size()) {
      throw new IllegalArgumentException(this + " does not fill " + Arrays.toString(other));
    }
    return new Array(type, other, floats, wholes);
  }

  /** The same values with the axes in another order. */
  public Array transposed(int... order) {
    int[] strides = strides(shape);
    int[] other = new int[order.length];
    int[] steps = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      other[i] = axis(order[i]);
      steps[i] = strides[place(order[i])];
    }
    if (order.length != rank() || Arrays.stream(order).distinct().count() != order.length) {
      throw new IllegalArgumentException("axes " + Arrays.toString(order) + " of " + this);
    }
    return pick(ShapeKernels.places(0, steps, other), other);
  }

  /** The values at these places, in a new shape; 0 for a negative place. */
  public Array pick(int[] places, int... other) {
    if (floats != null) {
      float[] picked = new float[places.length];
      for (int i = 0; i < picked.length; i++) {
        picked[i] = places[i] < 0 ? 0 : floats[places[i]];
      }
      return of(picked, other);
    }
    long[] own = numbers();
    long[] picked = new long[places.length];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = places[i] < 0 ? 0 : own[places[i]];
    }
    return of(type, picked, other);
  }

  /** Number of values of a shape, which must be within bounds. */
  public static int size(int... shape) {
    long size = 1;
    for (int axis : shape) {
      size = Math.multiplyExact(size, (long) axis);
      if (axis < 0 || size > MOST_VALUES) {
        throw new UnsupportedModelException(
            "an array of shape " + Arrays.toString(shape) + " is asked for, more than 512 MB");
      }
    }
    return (int) size;
  }

  /** How far apart neighbours on each axis lie. */
  static int[] strides(int... shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    return strides;
  }

  @Override
  public String toString() {
    return type + Arrays.toString(shape);
  }
}

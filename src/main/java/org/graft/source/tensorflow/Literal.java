package org.graft.source.tensorflow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Supplier;
import org.graft.failure.UnsupportedModelException;
import org.tensorflow.framework.DataType;

/**
 * An array that is known without computing: a constant of the graph or a variable's value. Its
 * values are read when they are wanted.
 *
 * @param shape empty for a scalar
 * @param bytes the values, little-endian, in C order
 */
record Literal(String name, DataType type, int[] shape, Supplier<ByteBuffer> bytes) {

  static Literal of(String name, float[] values, int... shape) {
    return new Literal(
        name,
        DataType.DT_FLOAT,
        shape,
        () -> {
          ByteBuffer buffer =
              ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          buffer.asFloatBuffer().put(values);
          return buffer;
        });
  }

  /** Bytes of one value; 0 for a type that is not read. */
  static int width(DataType type) {
    return switch (type) {
      case DT_FLOAT, DT_INT32 -> 4;
      case DT_INT64 -> 8;
      case DT_BOOL -> 1;
      default -> 0;
    };
  }

  boolean isFloat() {
    return type == DataType.DT_FLOAT;
  }

  boolean isWhole() {
    return type == DataType.DT_INT32 || type == DataType.DT_INT64;
  }

  int size() {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** The values of a float32 array. */
  float[] floats() {
    if (!isFloat()) {
      throw new UnsupportedModelException(
          "array " + name + " is of type " + type + "; DT_FLOAT is expected");
    }
    float[] values = new float[size()];
    bytes.get().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  /** The values of an array of whole numbers. */
  long[] integers() {
    if (!isWhole()) {
      throw new UnsupportedModelException(
          "array " + name + " is of type " + type + "; whole numbers are expected");
    }
    ByteBuffer buffer = bytes.get().order(ByteOrder.LITTLE_ENDIAN);
    long[] values = new long[size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = type == DataType.DT_INT32 ? buffer.getInt(i * 4) : buffer.getLong(i * 8);
    }
    return values;
  }

  /** The same values in another shape of the same size. */
  Literal shaped(int... other) {
    return new Literal(name, type, other, bytes);
  }

  @Override
  public String toString() {
    return name + Arrays.toString(shape);
  }
}

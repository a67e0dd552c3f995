package org.graft.source.tensorflow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.graft.failure.UnsupportedModelException;
import org.graft.source.tensorflow.kernel.Array;
import org.tensorflow.framework.DataType;

/**
 * An array that is known without computing: a constant of the graph or a variable's value. Its
 * values are read when they are wanted.
 *
 * @param shape empty for a scalar
 * @param bytes the values, little-endian, in C order
 */
record Literal(String name, DataType type, int[] shape, Supplier<ByteBuffer> bytes) {

  /** A computed array: float32, or whole numbers of eight bytes. */
  static Literal of(String name, Array array) {
    return new Literal(name, array.type(), array.shape(), () -> bytes(array));
  }

  private static ByteBuffer bytes(Array array) {
    int width = width(array.type());
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.multiplyExact(array.size(), width)).order(ByteOrder.LITTLE_ENDIAN);
    if (array.isFloat()) {
      buffer.asFloatBuffer().put(array.values());
      return buffer;
    }
    for (int i = 0; i < array.size(); i++) {
      long value = array.numbers()[i];
      for (int k = 0; k < width; k++) {
        buffer.put(i * width + k, (byte) (value >> (8 * k)));
      }
    }
    return buffer;
  }

  /** Bytes of one value; 0 for a type that is not read. */
  static int width(DataType type) {
    return switch (type) {
      case DT_DOUBLE, DT_INT64 -> 8;
      case DT_FLOAT, DT_INT32 -> 4;
      case DT_HALF, DT_BFLOAT16, DT_INT16, DT_UINT16 -> 2;
      case DT_BOOL, DT_INT8, DT_UINT8, DT_QINT8, DT_QUINT8 -> 1;
      default -> 0;
    };
  }

  /** Whether values may have fractions; what is not float32 is read as it. */
  boolean isFloat() {
    return switch (type) {
      case DT_FLOAT, DT_DOUBLE, DT_HALF, DT_BFLOAT16 -> true;
      default -> false;
    };
  }

  boolean isWhole() {
    return width(type) > 0 && !isFloat() && type != DataType.DT_BOOL;
  }

  int size() {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** The values of an array of any float type, each in the float32 next to it. */
  float[] floats() {
    if (!isFloat()) {
      throw new UnsupportedModelException(
          "array " + name + " is of type " + type + "; DT_FLOAT is expected");
    }
    float[] values = new float[size()];
    ByteBuffer buffer = bytes.get().order(ByteOrder.LITTLE_ENDIAN);
    if (type == DataType.DT_FLOAT) {
      buffer.asFloatBuffer().get(values);
      return values;
    }
    IntFunction<Float> read =
        switch (type) {
          case DT_DOUBLE -> i -> (float) buffer.getDouble(8 * i);
          case DT_BFLOAT16 -> i -> Float.intBitsToFloat(buffer.getShort(2 * i) << 16);
          default -> i -> half(buffer.getShort(2 * i));
        };
    for (int i = 0; i < values.length; i++) {
      values[i] = read.apply(i);
    }
    return values;
  }

  /** IEEE 754's binary16: a sign, five bits of exponent, ten of fraction. */
  private static float half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float sign = bits < 0 ? -1 : 1;
    if (exponent == 0x1f) {
      return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
    }
    return exponent == 0
        ? sign * Math.scalb((float) fraction, -24)
        : sign * Math.scalb((float) (fraction | 0x400), exponent - 25);
  }

  /** The values of an array of whole numbers. */
  long[] integers() {
    if (!isWhole()) {
      throw new UnsupportedModelException(
          "array " + name + " is of type " + type + "; whole numbers are expected");
    }
    return wholes();
  }

  private long[] wholes() {
    ByteBuffer buffer = bytes.get().order(ByteOrder.LITTLE_ENDIAN);
    long[] values = new long[size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case DT_INT64 -> buffer.getLong(8 * i);
            case DT_INT32 -> buffer.getInt(4 * i);
            case DT_INT16 -> buffer.getShort(2 * i);
            case DT_UINT16 -> buffer.getShort(2 * i) & 0xffff;
            case DT_INT8, DT_QINT8 -> buffer.get(i);
            default -> buffer.get(i) & 0xff;
          };
    }
    return values;
  }

  /** The values themselves. */
  Array array() {
    if (isFloat()) {
      return Array.of(floats(), shape);
    }
    if (width(type) == 0) {
      throw new UnsupportedModelException("array " + name + " is of type " + type + ", not read");
    }
    return Array.of(type, wholes(), shape);
  }

  @Override
  public String toString() {
    return name + Arrays.toString(shape);
  }
}

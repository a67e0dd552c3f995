package org.graft.source.tensorflow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.function.IntConsumer;
import org.graft.failure.UnsupportedModelException;
import org.nd4j.shade.protobuf.ByteString;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;

/**
 * {@code TensorProto} as a literal: raw {@code tensor_content}, or a list of values of which the
 * last stands for all that are left out.
 */
final class TensorProtos {
  /** The most values that are not written, but claimed to be the same as the last one. */
  private static final int MOST_REPEATED = 1 << 22;

  private TensorProtos() {}

  /**
   * How many values a tensor claims and does not write.
   *
   * @throws UnsupportedModelException if these and {@code others} are more than four million
   */
  static long repeated(String name, TensorProto proto, long others) {
    int width = Literal.width(proto.getDtype());
    boolean whole = width == 0 || !proto.getTensorContent().isEmpty();
    int size = whole ? 0 : size(name, shape(name, proto.getTensorShape()));
    long all = others + Math.max(0, size - written(proto));
    if (all > MOST_REPEATED) {
      throw new UnsupportedModelException(
          ("constant %s claims %d values and writes %d; with others, at most %d may be left"
                  + " out")
              .formatted(name, size, written(proto), MOST_REPEATED));
    }
    return all;
  }

  static Literal literal(String name, TensorProto proto) {
    int[] shape = shape(name, proto.getTensorShape());
    DataType type = proto.getDtype();
    int width = Literal.width(type);
    if (width == 0) {
      return new Literal(name, type, shape, () -> unreadable(name, type));
    }
    int size = size(name, shape);
    ByteString content = proto.getTensorContent();
    if (!content.isEmpty()) {
      if (content.size() != (long) size * width) {
        throw new UnsupportedModelException(
            "constant %s claims %d values of %s and holds %d bytes"
                .formatted(name, size, type, content.size()));
      }
      return new Literal(name, type, shape, content::asReadOnlyByteBuffer);
    }
    int written = written(proto);
    if (written > size) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT, "constant %s claims %d values and writes %d", name, size, written));
    }
    return new Literal(name, type, shape, () -> repeated(proto, size, written));
  }

  /** A shape whose product fits an array; the batch axis is part of it. */
  static int[] shape(String name, TensorShapeProto proto) {
    int[] shape = new int[proto.getDimCount()];
    for (int i = 0; i < shape.length; i++) {
      long axis = proto.getDim(i).getSize();
      if (proto.getUnknownRank() || axis < 0 || axis > Integer.MAX_VALUE) {
        throw new UnsupportedModelException("array " + name + " claims an axis of " + axis);
      }
      shape[i] = (int) axis;
    }
    size(name, shape);
    return shape;
  }

  private static int size(String name, int... shape) {
    long size = 1;
    for (int axis : shape) {
      size *= axis;
      if (size > Integer.MAX_VALUE / Float.BYTES) {
        throw new UnsupportedModelException("array " + name + " claims more than 2 GB");
      }
    }
    return (int) size;
  }

  private static ByteBuffer unreadable(String name, DataType type) {
    throw new UnsupportedModelException("array " + name + " is of type " + type + ", not read");
  }

  private static int written(TensorProto proto) {
    return switch (proto.getDtype()) {
      case DT_FLOAT -> proto.getFloatValCount();
      case DT_DOUBLE -> proto.getDoubleValCount();
      case DT_HALF, DT_BFLOAT16 -> proto.getHalfValCount();
      case DT_INT64 -> proto.getInt64ValCount();
      case DT_BOOL -> proto.getBoolValCount();
      default -> proto.getIntValCount();
    };
  }

  /** The values written, the last of them once more for each that is left out. */
  private static ByteBuffer repeated(TensorProto proto, int size, int written) {
    int width = Literal.width(proto.getDtype());
    ByteBuffer buffer = ByteBuffer.allocate(size * width).order(ByteOrder.LITTLE_ENDIAN);
    IntConsumer put =
        switch (proto.getDtype()) {
          case DT_FLOAT -> i -> buffer.putFloat(proto.getFloatVal(i));
          case DT_DOUBLE -> i -> buffer.putDouble(proto.getDoubleVal(i));
          case DT_HALF, DT_BFLOAT16 -> i -> buffer.putShort((short) proto.getHalfVal(i));
          case DT_INT32 -> i -> buffer.putInt(proto.getIntVal(i));
          case DT_INT64 -> i -> buffer.putLong(proto.getInt64Val(i));
          case DT_INT16, DT_UINT16 -> i -> buffer.putShort((short) proto.getIntVal(i));
          case DT_BOOL -> i -> buffer.put((byte) (proto.getBoolVal(i) ? 1 : 0));
          default -> i -> buffer.put((byte) proto.getIntVal(i));
        };
    for (int i = 0; i < written; i++) {
      put.accept(i);
    }
    byte[] bytes = buffer.array();
    for (int at = written * width; written > 0 && at < bytes.length; ) {
      int length =
          Math.min(bytes.length - at, at == written * width ? width : at - (written - 1) * width);
      System.arraycopy(bytes, (written - 1) * width, bytes, at, length);
      at += length;
    }
    return buffer.rewind();
  }
}

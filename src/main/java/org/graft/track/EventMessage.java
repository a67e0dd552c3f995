package org.graft.track;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * {@code tensorflow.Event} as protocol buffers write it ({@code tensorflow/core/util/event.proto}
 * and {@code framework/summary.proto}), so far as scalars need it.
 */
final class EventMessage {
  private static final String VERSION = "brain.Event:2";

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SUMMARY_VALUE = 1;
  private static final int VALUE_TAG = 1;
  private static final int VALUE_SIMPLE = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private EventMessage() {}

  /** The event that every file begins with. */
  static byte[] version(double wallTime) {
    return new EventMessage().number(WALL_TIME, wallTime).text(FILE_VERSION, VERSION).bytes();
  }

  static byte[] scalar(double wallTime, long step, String tag, float value) {
    byte[] named = new EventMessage().text(VALUE_TAG, tag).number(VALUE_SIMPLE, value).bytes();
    byte[] summary = new EventMessage().message(SUMMARY_VALUE, named).bytes();
    return new EventMessage()
        .number(WALL_TIME, wallTime)
        .whole(STEP, step)
        .message(SUMMARY, summary)
        .bytes();
  }

  private EventMessage number(int field, double value) {
    key(field, FIXED64);
    out.writeBytes(littleEndian(Double.BYTES).putDouble(value).array());
    return this;
  }

  private EventMessage number(int field, float value) {
    key(field, FIXED32);
    out.writeBytes(littleEndian(Float.BYTES).putFloat(value).array());
    return this;
  }

  private EventMessage whole(int field, long value) {
    key(field, VARINT);
    varint(value);
    return this;
  }

  private EventMessage text(int field, String value) {
    return message(field, value.getBytes(StandardCharsets.UTF_8));
  }

  private EventMessage message(int field, byte[] value) {
    key(field, BYTES);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  private void key(int field, int wireType) {
    varint(((long) field << 3) | wireType);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private byte[] bytes() {
    return out.toByteArray();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}

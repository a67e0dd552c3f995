package org.graft.track;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.graft.storage.MaskedCrc32c;
import org.nd4j.shade.protobuf.CodedOutputStream;

/**
 * A file of TensorBoard's events: TFRecords ({@code tensorflow/core/lib/io/record_writer.h}), each
 * length and each event guarded by its masked CRC-32C. An event is a {@code tensorflow.Event}
 * ({@code tensorflow/core/util/event.proto} and {@code framework/summary.proto}), so far as scalars
 * need it.
 */
final class EventFile implements AutoCloseable {
  private static final String VERSION = "brain.Event:2";

  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SUMMARY_VALUE = 1;
  private static final int VALUE_TAG = 1;
  private static final int VALUE_SIMPLE = 2;

  private final GrowingFile file;

  /** Begins the file with the event that says its version. */
  EventFile(Path file, double wallTime) {
    this.file = new GrowingFile(file);
    event(
        out -> {
          out.writeDouble(WALL_TIME, wallTime);
          out.writeString(FILE_VERSION, VERSION);
        });
  }

  /** Adds a scalar: {@code wallTime} in seconds since 1970, {@code step} from 0. */
  void scalar(double wallTime, long step, String tag, float value) {
    byte[] named =
        message(
            out -> {
              out.writeString(VALUE_TAG, tag);
              out.writeFloat(VALUE_SIMPLE, value);
            });
    byte[] summary = message(out -> out.writeByteArray(SUMMARY_VALUE, named));
    event(
        out -> {
          out.writeDouble(WALL_TIME, wallTime);
          out.writeInt64(STEP, step);
          out.writeByteArray(SUMMARY, summary);
        });
  }

  @Override
  public void close() {
    file.close();
  }

  /** Writes the fields of a message. */
  @FunctionalInterface
  private interface Fields {
    void to(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.to(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void event(Fields fields) {
    byte[] event = message(fields);
    byte[] record = new byte[Long.BYTES + Integer.BYTES + event.length + Integer.BYTES];
    ByteBuffer.wrap(record)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(event.length)
        .putInt(MaskedCrc32c.of(ByteBuffer.wrap(record, 0, Long.BYTES)))
        .put(event)
        .putInt(MaskedCrc32c.of(ByteBuffer.wrap(event)));
    file.bytes(record);
  }
}

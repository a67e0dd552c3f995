package org.graft.track;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A file of TensorBoard's events: TFRecords ({@code tensorflow/core/lib/io/record_writer.h}), each
 * length and each event guarded by its masked CRC-32C.
 */
final class EventFile implements AutoCloseable {
  private static final int MASK_DELTA = 0xa282ead8;

  private final GrowingFile file;

  /** Begins the file with the event that says its version. */
  EventFile(Path file, double wallTime) {
    this.file = new GrowingFile(file);
    event(EventMessage.version(wallTime));
  }

  /** Adds a scalar: {@code wallTime} in seconds since 1970, {@code step} from 0. */
  void scalar(double wallTime, long step, String tag, float value) {
    event(EventMessage.scalar(wallTime, step, tag, value));
  }

  @Override
  public void close() {
    file.close();
  }

  private void event(byte[] event) {
    byte[] record = new byte[Long.BYTES + Integer.BYTES + event.length + Integer.BYTES];
    ByteBuffer.wrap(record)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(event.length)
        .putInt(masked(record, Long.BYTES))
        .put(event)
        .putInt(masked(event, event.length));
    file.bytes(record);
  }

  private static int masked(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK_DELTA;
  }
}

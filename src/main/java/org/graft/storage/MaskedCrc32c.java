package org.graft.storage;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The checksum of TensorFlow's records and tables ({@code tensorflow/core/lib/hash/crc32c.h}):
 * turned and moved, so that data may hold its own checksums.
 */
public final class MaskedCrc32c {
  private static final int DELTA = 0xa282ead8;
  private static final int TURNED = 15;

  private MaskedCrc32c() {}

  /** Of what is left in {@code parts}, one behind the other; their positions stay. */
  public static int of(ByteBuffer... parts) {
    CRC32C crc = new CRC32C();
    for (ByteBuffer part : parts) {
      crc.update(part.duplicate());
    }
    return Integer.rotateRight((int) crc.getValue(), TURNED) + DELTA;
  }
}

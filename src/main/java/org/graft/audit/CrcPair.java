package org.graft.audit;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Tells bytes from others: CRC-32 and CRC-32C, 64 bits together, so that among a million images two
 * different ones come out the same once in tens of millions of folders. All pixels are read for it,
 * and processors count these two many times faster than a digest that holds against forgery.
 */
record CrcPair(int crc32, int crc32c) {
  /** Both in one number. */
  long key() {
    return ((long) crc32 << Integer.SIZE) | (crc32c & 0xffffffffL);
  }

  static CrcPair of(byte[] bytes, int... before) {
    ByteBuffer head = ByteBuffer.allocate(before.length * Integer.BYTES);
    head.asIntBuffer().put(before);
    CRC32 crc32 = new CRC32();
    CRC32C crc32c = new CRC32C();
    for (byte[] part : new byte[][] {head.array(), bytes}) {
      crc32.update(part);
      crc32c.update(part, 0, part.length);
    }
    return new CrcPair((int) crc32.getValue(), (int) crc32c.getValue());
  }
}

package org.graft.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

/** A PNG whose checksums are those of what somebody has made of its chunks. */
final class PngDamage {
  private static final int SIGNATURE = 8;

  /** Length, type and checksum. */
  private static final int FRAME = 12;

  private PngDamage() {}

  /** The image damaged anywhere, with the checksums that belong to what came of it. */
  static byte[] inside(byte[] png, List<byte[]> others, Random random) {
    byte[] made = ByteDamage.of(png, others, random);
    ByteBuffer buffer = ByteBuffer.wrap(made);
    for (int at = SIGNATURE; made.length - at >= FRAME; ) {
      int length = buffer.getInt(at);
      if (length < 0 || length > made.length - at - FRAME) {
        return made;
      }
      CRC32 checksum = new CRC32();
      checksum.update(made, at + 4, length + 4);
      buffer.putInt(at + 8 + length, (int) checksum.getValue());
      at += length + FRAME;
    }
    return made;
  }

  static boolean isPng(byte[] bytes) {
    return new String(bytes, 0, Math.min(4, bytes.length), StandardCharsets.ISO_8859_1)
        .equals("\u0089PNG");
  }
}

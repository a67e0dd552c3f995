package org.graft.train;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.graft.feature.Features;

/** Tells by a checksum whether a training would go on with the examples that it began with. */
final class ExamplesChecksum {
  private static final int CHUNK = 1 << 14;

  private ExamplesChecksum() {}

  /** CRC-32C of labels, values and files' names, in hexadecimal. */
  static String of(Features examples) {
    CRC32C checksum = new CRC32C();
    for (int i = 0; i < examples.count(); i++) {
      String name = examples.labels()[i] + "/" + examples.files().get(i).getFileName();
      checksum.update(name.getBytes(StandardCharsets.UTF_8));
    }
    examples.parts().forEach(part -> add(checksum, part.values()));
    return HexFormat.of().toHexDigits((int) checksum.getValue());
  }

  private static void add(CRC32C checksum, float... all) {
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES);
    for (int from = 0; from < all.length; from += CHUNK) {
      int count = Math.min(CHUNK, all.length - from);
      bytes.clear().asFloatBuffer().put(all, from, count);
      checksum.update(bytes.limit(count * Float.BYTES));
    }
  }
}

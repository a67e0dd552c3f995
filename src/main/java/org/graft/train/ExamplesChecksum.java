package org.graft.train;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
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
    FloatBuffer values = FloatBuffer.wrap(all);
    byte[] bytes = new byte[CHUNK * Float.BYTES];
    while (values.hasRemaining()) {
      int count = Math.min(CHUNK, values.remaining());
      ByteBuffer.wrap(bytes).asFloatBuffer().put(values.slice(values.position(), count));
      values.position(values.position() + count);
      checksum.update(bytes, 0, count * Float.BYTES);
    }
  }
}

package org.graft.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Reduces a PNG file to the chunks that its pixels depend on (PNG specification, clause 5): header,
 * palette, data and end. Of the others ImageIO unpacks texts and colour profiles, a thousand bytes
 * of one, though nothing is made of them here.
 */
final class PngChunks {
  private static final byte[] MARK = "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final int SIGNATURE = 8;
  private static final int COLOUR_TYPE = 25;
  private static final int ALPHA = 4;

  /** Length, type and checksum. */
  private static final int FRAME = 12;

  /** What the reader of palettes does not do without, though it has all pixels. */
  private static final byte[] END =
      "\0\0\0\0IEND\u00aeB`\u0082".getBytes(StandardCharsets.ISO_8859_1);

  private PngChunks() {}

  /** The same image without metadata; throws for what is garbled. */
  static byte[] essential(byte[] png) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(png);
    ByteArrayOutputStream out = new ByteArrayOutputStream(png.length);
    out.write(png, 0, SIGNATURE);
    String seen = "";
    boolean cutShort = false;
    for (int at = SIGNATURE; png.length - at >= FRAME; ) {
      int length = in.getInt(at);
      String type = new String(png, at + 4, 4, StandardCharsets.ISO_8859_1);
      boolean cut = length < 0 || length > png.length - at - FRAME;
      if (cut && !type.equals("IDAT")) {
        throw new IOException("truncated within the PNG's chunk " + printable(type));
      }
      if (!cut && isPixels(type) && checksum(png, at, length) != in.getInt(at + 8 + length)) {
        throw new IOException("the PNG's chunk " + type + " is damaged (CRC-32)");
      }
      int size = cut ? png.length - at : length + FRAME;
      if (isPixels(type) && (type.equals("IDAT") || !seen.contains(type))) {
        out.write(png, at, size);
        seen += type.equals("IDAT") ? "" : type;
      }
      cutShort |= cut;
      at += size;
    }
    if (!cutShort && !seen.contains("IEND")) {
      out.writeBytes(END);
    }
    return out.toByteArray();
  }

  /** The content of the first chunk of that type, wherever it lies; empty where there is none. */
  static Optional<ByteBuffer> first(byte[] png, String type) {
    ByteBuffer in = ByteBuffer.wrap(png);
    for (long at = SIGNATURE; png.length - at >= FRAME; ) {
      int chunk = (int) at;
      long length = in.getInt(chunk) & 0xffffffffL;
      String its = new String(png, chunk + 4, 4, StandardCharsets.ISO_8859_1);
      if (its.equals(type)) {
        return length > png.length - at - FRAME
            ? Optional.empty()
            : Optional.of(ByteBuffer.wrap(png, chunk + 8, (int) length));
      }
      at += length + FRAME;
    }
    return Optional.empty();
  }

  /** Whether a file is a PNG with transparency: by its type of colour, or for some colours. */
  static boolean hasAlpha(byte[] file) {
    boolean png = Arrays.equals(file, 0, Math.min(SIGNATURE, file.length), MARK, 0, SIGNATURE);
    return png
        && ((file.length > COLOUR_TYPE && (file[COLOUR_TYPE] & ALPHA) != 0)
            || first(file, "tRNS").isPresent());
  }

  private static boolean isPixels(String type) {
    return type.equals("IHDR") || type.equals("PLTE") || type.equals("IDAT") || type.equals("IEND");
  }

  /** Of a chunk's type and content (PNG specification, clause 5.3). */
  private static int checksum(byte[] png, int at, int length) {
    CRC32 checksum = new CRC32();
    checksum.update(png, at + 4, length + 4);
    return (int) checksum.getValue();
  }

  private static String printable(String type) {
    return type.replaceAll("[^A-Za-z]", "?");
  }
}

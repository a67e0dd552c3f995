package org.graft.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** The kinds of image that are read, told apart by their first bytes, never by the file's name. */
enum ImageFormat {
  JPEG("\u00ff\u00d8\u00ff.*"),
  PNG("\u0089PNG\r\n\u001a\n.*"),
  GIF("GIF8.*"),
  TIFF("(II\\*\0|MM\0\\*|II\\+\0|MM\0\\+).*"),
  WEBP("RIFF....WEBP"),
  BMP("BM.*");

  /** What the formats are called in messages. */
  static final String NAMES = "JPEG, PNG, GIF, BMP, TIFF or WebP image";

  private static final WebPImageReaderSpi WEBP_READERS = new WebPImageReaderSpi();
  private static final int LONGEST_START = 12;
  private static final int SHOWN = 8;

  /** Files of the ISO base media format: AVIF, HEIC and films. */
  private static final Pattern BOXED = Pattern.compile("....ftyp(....)", Pattern.DOTALL);

  private static final int BMP_HEADER_SIZE = 14;
  private static final int BMP_COMPRESSION = 30;
  private static final int BMP_OLD_HEADER = 12;
  private static final int BMP_BITFIELDS = 3;
  private static final int BMP_LONGEST_HEADER = 124;
  private static final int BMP_COLOUR_SPACE = 70;

  /** {@code LCS_sRGB}. */
  private static final int BMP_SRGB = 0x73524742;

  private final Pattern start;

  ImageFormat(String start) {
    this.start = Pattern.compile(start, Pattern.DOTALL);
  }

  /** The format whose mark the bytes begin with. */
  static ImageFormat of(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      throw new IOException("the file is empty");
    }
    int length = Math.min(bytes.length, LONGEST_START);
    String start = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    for (ImageFormat format : values()) {
      if (format.start.matcher(start).matches()) {
        return format;
      }
    }
    Matcher boxed = BOXED.matcher(start);
    throw new IOException(
        "not a %s%s, it begins with the bytes %s"
            .formatted(
                NAMES,
                boxed.matches() ? ", but one of kind '" + boxed.group(1).strip() + "'" : "",
                HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(bytes.length, SHOWN))));
  }

  /** What ImageIO is to read in place of {@code bytes}; refuses what it would misread. */
  PreparedFile prepared(byte[] bytes) throws IOException {
    return switch (this) {
      case JPEG -> JpegSegments.essential(bytes);
      case PNG -> new PreparedFile(PngChunks.essential(bytes));
      case GIF -> GifBlocks.essential(bytes);
      case TIFF -> TiffTags.essential(bytes);
      case WEBP -> WebpChunks.essential(bytes);
      case BMP -> new PreparedFile(withoutEmbeddedFile(bytes));
    };
  }

  /**
   * The reader that is used: the JDK's own, whatever other plugins a program brings, and one for
   * WebP. It is not found by asking all for a file's content.
   */
  ImageReader reader() throws IOException {
    if (this == WEBP) {
      return WEBP_READERS.createReaderInstance(null);
    }
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(name());
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getModule() == ImageIO.class.getModule()) {
        return reader;
      }
    }
    throw new IllegalStateException("this Java has no reader for " + this);
  }

  /** A BMP may wrap a whole JPEG or PNG, whose size its own header does not tell. */
  private static byte[] withoutEmbeddedFile(byte[] bmp) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN);
    if (bmp.length < BMP_COMPRESSION + Integer.BYTES) {
      throw new IOException("truncated within the BMP header");
    }
    boolean old = buffer.getInt(BMP_HEADER_SIZE) == BMP_OLD_HEADER;
    int compression = old ? 0 : buffer.getInt(BMP_COMPRESSION);
    if (compression < 0 || compression > BMP_BITFIELDS) {
      throw new IOException("a BMP of compression " + compression + ", 0 to 3 expected");
    }
    return withoutProfile(bmp, buffer.getInt(BMP_HEADER_SIZE));
  }

  /** Colour profiles are not applied, and so not read: a native library would. */
  private static byte[] withoutProfile(byte[] bmp, int header) {
    if (header < BMP_LONGEST_HEADER || bmp.length < BMP_COLOUR_SPACE + Integer.BYTES) {
      return bmp;
    }
    byte[] plain = bmp.clone();
    ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN).putInt(BMP_COLOUR_SPACE, BMP_SRGB);
    return plain;
  }
}

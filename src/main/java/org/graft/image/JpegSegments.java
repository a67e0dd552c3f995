package org.graft.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reduces a JPEG file to what its pixels depend on (ITU-T T.81, annex B). ImageIO converts pixels
 * by an embedded ICC profile, takes some files without a JFIF segment for RGB, fails on odd
 * metadata, and fills up truncated files with grey; libjpeg-turbo, and so Pillow, does none of it.
 * Here all application segments and comments are left out, the colour space is decided by libjpeg's
 * rules and stated in the one segment that ImageIO obeys, and a file without an end is refused
 * unless it was filled up behind its pixels, as libjpeg reads it.
 */
final class JpegSegments {
  private static final int MARKER = 0xff;
  private static final int START_OF_IMAGE = 0xd8;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int LAST_SEQUENTIAL = 0xc1;
  private static final int START_OF_SCAN = 0xda;
  private static final int APPLICATION = 0xe0;
  private static final int LAST_APPLICATION = 0xef;
  private static final int ADOBE_APPLICATION = 0xee;
  private static final int EXIF_APPLICATION = 0xe1;
  private static final String EXIF = "Exif\0\0";
  private static final int COMMENT = 0xfe;
  private static final int TEMPORARY = 0x01;
  private static final int ADOBE_TRANSFORM = 11;
  private static final int HEIGHT = 1;
  private static final int WIDTH = 3;
  private static final int COMPONENT_COUNT = 5;
  private static final int COMPONENT_BYTES = 3;
  private static final int GREY = 1;
  private static final int COLOUR = 3;
  private static final int CMYK = 4;

  private static final byte[] STATES_YCBCR =
      "\u00ff\u00e0\0\u0010JFIF\0\1\1\0\0\1\0\1\0\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] STATES_RGB =
      "\u00ff\u00ee\0\u000eAdobe\0d\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

  private final byte[] jpeg;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private boolean metadata;
  private boolean jfif;
  private OptionalInt adobeTransform = OptionalInt.empty();
  private String componentIds = "";
  private long pixels;
  private boolean sequential;
  private Optional<ByteBuffer> exif = Optional.empty();

  private JpegSegments(byte[] jpeg) {
    this.jpeg = jpeg;
  }

  /** The same image without metadata; throws for truncated and garbled files. */
  static PreparedFile essential(byte[] jpeg) throws IOException {
    return new JpegSegments(jpeg).essential();
  }

  /**
   * Looks over a JPEG within another file, which its reader hands on as it is.
   *
   * @throws IOException if it has more pixels than that, metadata, or more scans than are decoded
   */
  static void requirePlain(byte[] jpeg, long most) throws IOException {
    JpegSegments segments = new JpegSegments(jpeg);
    int scan = segments.readHeader();
    if (segments.pixels > most || segments.metadata) {
      throw new IOException("a JPEG within it is not as it says, or has metadata of its own");
    }
    JpegScans.requireFew(jpeg, scan, segments.pixels, false);
  }

  /** The EXIF block before the first scan, if there is one. */
  static Optional<ByteBuffer> exif(byte[] jpeg) throws IOException {
    JpegSegments segments = new JpegSegments(jpeg);
    segments.readHeader();
    return segments.exif;
  }

  private PreparedFile essential() throws IOException {
    int scan = readHeader();
    boolean whole = JpegScans.requireFew(jpeg, scan, Math.min(pixels, Bounds.MOST), sequential);
    int components = componentIds.length();
    if (components != GREY && components != COLOUR && components != CMYK) {
      throw new IOException(
          "a JPEG of " + components + " components; grey (1), colour (3) or CMYK (4) expected");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(jpeg.length + STATES_YCBCR.length);
    out.write(MARKER);
    out.write(START_OF_IMAGE);
    out.writeBytes(components == GREY || isYcbcr() ? STATES_YCBCR : STATES_RGB);
    out.writeBytes(kept.toByteArray());
    out.write(jpeg, scan, jpeg.length - scan);
    if (!whole) {
      out.write(MARKER);
      out.write(END_OF_IMAGE);
    }
    return new PreparedFile(out.toByteArray(), new JpegReading(components, isYcck(), whole));
  }

  /** Keeps all segments before the first scan but metadata; returns where that scan begins. */
  private int readHeader() throws IOException {
    int at = 2;
    while (true) {
      at = nextMarker(at);
      int marker = unsigned(at + 1);
      if (marker == START_OF_SCAN) {
        return at;
      }
      if (marker == END_OF_IMAGE) {
        throw new IOException("a JPEG without pixels");
      }
      int end = standsAlone(marker) ? at + 2 : at + 2 + length(at + 2);
      if (end > jpeg.length) {
        throw new IOException("truncated within the JPEG header");
      }
      read(marker, at, end);
      at = end;
    }
  }

  private void read(int marker, int from, int end) {
    byte[] content = Arrays.copyOfRange(jpeg, Math.min(from + 4, end), end);
    if (marker == APPLICATION) {
      jfif |= startsWith(content, "JFIF\0");
    } else if (marker == ADOBE_APPLICATION) {
      readAdobe(content);
    } else if (marker == EXIF_APPLICATION && exif.isEmpty() && startsWith(content, EXIF)) {
      exif = Optional.of(ByteBuffer.wrap(content, EXIF.length(), content.length - EXIF.length()));
    } else if (isFrame(marker) && content.length > COMPONENT_COUNT) {
      readFrame(content);
      sequential = marker <= LAST_SEQUENTIAL;
    }
    boolean application = marker >= APPLICATION && marker <= LAST_APPLICATION;
    metadata |= application && marker != APPLICATION && marker != ADOBE_APPLICATION;
    if (!application && marker != COMMENT) {
      kept.write(jpeg, from, end - from);
    }
  }

  private void readAdobe(byte[] content) {
    if (content.length > ADOBE_TRANSFORM && startsWith(content, "Adobe")) {
      adobeTransform = OptionalInt.of(content[ADOBE_TRANSFORM]);
    }
  }

  private void readFrame(byte[] content) {
    StringBuilder ids = new StringBuilder();
    for (int i = COMPONENT_COUNT + 1; i < content.length; i += COMPONENT_BYTES) {
      ids.append((char) (content[i] & 0xff));
    }
    componentIds = ids.toString();
    pixels = (long) twoBytes(content, HEIGHT) * twoBytes(content, WIDTH);
  }

  private static int twoBytes(byte[] from, int at) {
    return (from[at] & 0xff) << 8 | (from[at + 1] & 0xff);
  }

  /** The rules of libjpeg's {@code default_decompress_parms}, for four components. */
  private boolean isYcck() {
    return componentIds.length() == CMYK && adobeTransform.orElse(0) != 0;
  }

  /** The same rules for three components; four are taken as they are. */
  private boolean isYcbcr() {
    if (componentIds.length() == CMYK) {
      return false;
    }
    if (jfif) {
      return true;
    }
    return adobeTransform.orElse(componentIds.equals("RGB") ? 0 : 1) != 0;
  }

  private int nextMarker(int from) throws IOException {
    for (int i = from; i + 1 < jpeg.length; i++) {
      int code = unsigned(i + 1);
      if (unsigned(i) == MARKER && code != MARKER && code != 0) {
        return i;
      }
    }
    throw new IOException("truncated within the JPEG header");
  }

  private int length(int at) throws IOException {
    if (at + 1 >= jpeg.length) {
      throw new IOException("truncated within the JPEG header");
    }
    return Math.max(2, twoBytes(jpeg, at));
  }

  private int unsigned(int at) {
    return jpeg[at] & 0xff;
  }

  private static boolean standsAlone(int marker) {
    return marker == TEMPORARY || (marker >= 0xd0 && marker <= START_OF_IMAGE);
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static boolean startsWith(byte[] content, String text) {
    byte[] start = text.getBytes(StandardCharsets.US_ASCII);
    return content.length >= start.length
        && Arrays.equals(content, 0, start.length, start, 0, start.length);
  }
}

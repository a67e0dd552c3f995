package org.graft.image;

import java.io.IOException;

/**
 * The scans of a JPEG file (ITU-T T.81, annex B.2.3), each of which makes a decoder go over all
 * blocks of its components, however few bytes it has. A progressive file has about ten.
 */
final class JpegScans {
  /** What other decoders allow, too. */
  static final int MOST_SCANS = 500;

  /** Samples that all scans go over, twenty for each pixel of the largest image. */
  static final long MOST_SAMPLES = 2_000_000_000;

  private static final int MARKER = 0xff;
  private static final int START_OF_SCAN = 0xda;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int RESTART = 0xd0;
  private static final int LAST_RESTART = 0xd7;

  private final byte[] jpeg;
  private int at;

  private JpegScans(byte[] jpeg, int at) {
    this.jpeg = jpeg;
    this.at = at;
  }

  /**
   * Looks over all scans from the first on.
   *
   * @param pixels of the image
   * @throws IOException if there are more than 500, if they go over more than two billion samples,
   *     or if the file does not come to its end
   */
  static void requireFew(byte[] jpeg, int first, long pixels) throws IOException {
    new JpegScans(jpeg, first).requireFew(pixels);
  }

  private void requireFew(long pixels) throws IOException {
    long samples = 0;
    int scans = 0;
    for (int marker = next(); marker != END_OF_IMAGE; marker = next()) {
      int content = at + 2;
      if (marker == START_OF_SCAN) {
        scans++;
        samples += pixels * Math.max(1, Math.min(unsigned(content + 2), 4));
      }
      if (scans > MOST_SCANS || samples > MOST_SAMPLES) {
        throw new IOException(
            "more scans than any picture needs: "
                + scans
                + " over "
                + pixels
                + " pixels, at most "
                + MOST_SCANS
                + " and "
                + MOST_SAMPLES
                + " samples in all are decoded");
      }
      at = content + Math.max(2, unsigned(content) << 8 | unsigned(content + 1));
    }
  }

  /** The next marker with a segment, or the end; coded pixels and restarts are passed by. */
  private int next() throws IOException {
    for (; at + 1 < jpeg.length; at++) {
      int code = unsigned(at + 1);
      boolean coded = code == 0 || code == MARKER || (code >= RESTART && code <= LAST_RESTART);
      if (unsigned(at) == MARKER && !coded) {
        return code;
      }
    }
    throw new IOException("truncated: the JPEG has no end");
  }

  private int unsigned(int index) {
    return index < jpeg.length ? jpeg[index] & 0xff : 0;
  }
}

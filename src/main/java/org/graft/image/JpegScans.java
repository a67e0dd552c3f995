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

  static final String NO_END = "truncated: the JPEG has no end";

  private static final int NONE = -1;

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
   * @param open whether the file may lack its end: a decoder that has all pixels of a single scan
   *     does not ask for it, and takes what the file was filled up with for pixels that are not
   *     needed
   * @return whether the file comes to its end
   * @throws IOException if there are more than 500, if they go over more than two billion samples,
   *     if there are more than one for an image that is not kept in memory as a whole, or if the
   *     file does not come to an end
   */
  static boolean requireFew(byte[] jpeg, int first, long pixels, boolean open) throws IOException {
    return new JpegScans(jpeg, first).requireFew(pixels, open);
  }

  private boolean requireFew(long pixels, boolean open) throws IOException {
    long samples = 0;
    int scans = 0;
    for (int marker = next(); marker != END_OF_IMAGE; marker = next()) {
      if (marker == NONE) {
        if (open && scans == 1) {
          return false;
        }
        throw new IOException(NO_END);
      }
      int content = at + 2;
      if (marker == START_OF_SCAN) {
        scans++;
        samples += pixels * Math.max(1, Math.min(unsigned(content + 2), 4));
      }
      if (scans > 1 && pixels > Bounds.WHOLE) {
        throw new IOException(
            "a progressive JPEG of "
                + pixels / 1_000_000
                + " million pixels, which would be needed all at once; at most "
                + Bounds.WHOLE / 1_000_000
                + " million are taken");
      }
      if (scans > MOST_SCANS || samples > MOST_SAMPLES) {
        throw new IOException(
            ("more scans than any picture needs: %s over %s pixels, at most %s and %s samples"
                    + " in all are decoded")
                .formatted(scans, pixels, MOST_SCANS, MOST_SAMPLES));
      }
      at = content + Math.max(2, unsigned(content) << 8 | unsigned(content + 1));
    }
    return true;
  }

  /** The next marker with a segment, the end, or none; coded pixels and restarts are passed by. */
  private int next() throws IOException {
    for (; at + 1 < jpeg.length; at++) {
      int code = unsigned(at + 1);
      boolean coded = code == 0 || code == MARKER || (code >= RESTART && code <= LAST_RESTART);
      if (unsigned(at) == MARKER && !coded) {
        return code;
      }
    }
    return NONE;
  }

  private int unsigned(int index) {
    return index < jpeg.length ? jpeg[index] & 0xff : 0;
  }
}

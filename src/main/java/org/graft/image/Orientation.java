package org.graft.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * How an image lies in its file (EXIF 2.3, section 4.6.4 A, tag 0x0112), by what has to be done to
 * see it upright; in the order of the tag's values from 1 on.
 */
enum Orientation {
  UPRIGHT(false, false, false),
  MIRRORED(false, true, false),
  HALF_TURN(false, true, true),
  FLIPPED(false, false, true),
  TRANSPOSED(true, false, false),
  QUARTER_TURN(true, false, true),
  TRANSVERSED(true, true, true),
  THREE_QUARTERS(true, true, false);

  private static final int TAG = 0x0112;

  /** Whether rows of the upright image are columns of the file. */
  private final boolean swapped;

  /** Whether the file's columns are gone through from the right. */
  private final boolean fromRight;

  /** Whether the file's rows are gone through from the bottom. */
  private final boolean fromBottom;

  Orientation(boolean swapped, boolean fromRight, boolean fromBottom) {
    this.swapped = swapped;
    this.fromRight = fromRight;
    this.fromBottom = fromBottom;
  }

  /** What an image file's content says; upright where it says nothing, or nothing sound. */
  static Orientation of(byte[] file) {
    return exif(file).map(Orientation::stated).orElse(UPRIGHT);
  }

  /**
   * The EXIF block, which is a TIFF: of a JPEG in a segment APP1, of a PNG in a chunk eXIf, of a
   * WebP in a chunk EXIF. A TIFF has no need of one: its own tag turns it in any case.
   */
  private static Optional<ByteBuffer> exif(byte[] file) {
    try {
      return switch (ImageFormat.of(file)) {
        case JPEG -> JpegSegments.exif(file);
        case PNG -> PngChunks.first(file, "eXIf");
        case WEBP -> WebpChunks.first(file, "EXIF");
        case GIF, BMP, TIFF -> Optional.empty();
      };
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Orientation stated(ByteBuffer block) {
    return of(TiffDirectory.lenient(block).first(TAG).orElse(1));
  }

  /** The orientation of that number; upright for one that is none. */
  static Orientation of(long value) {
    return value >= 1 && value <= values().length ? values()[(int) value - 1] : UPRIGHT;
  }

  /** The tag's value, from 1. */
  int tag() {
    return List.of(values()).indexOf(this) + 1;
  }

  /** The image that lies so in {@code stored}, upright. */
  Pixels upright(Pixels stored) {
    if (this == UPRIGHT) {
      return stored;
    }
    int width = swapped ? stored.height() : stored.width();
    int height = swapped ? stored.width() : stored.height();
    int right = fromRight ? -1 : 1;
    int down = (fromBottom ? -1 : 1) * stored.width();
    int first =
        (fromRight ? stored.width() - 1 : 0)
            + (fromBottom ? (stored.height() - 1) * stored.width() : 0);
    int across = swapped ? down : right;
    int along = swapped ? right : down;
    byte[] from = stored.rgb();
    byte[] to = new byte[from.length];
    int at = 0;
    for (int y = 0; y < height; y++) {
      int cell = first + y * along;
      for (int x = 0; x < width; x++, cell += across) {
        for (int c = 0; c < Pixels.CHANNELS; c++) {
          to[at++] = from[cell * Pixels.CHANNELS + c];
        }
      }
    }
    return new Pixels(width, height, to);
  }
}

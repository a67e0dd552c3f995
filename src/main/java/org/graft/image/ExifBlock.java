package org.graft.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Where an image file keeps its EXIF block: a JPEG in a segment APP1, a PNG in a chunk eXIf. */
final class ExifBlock {
  private ExifBlock() {}

  /** The TIFF structure in an image file's content; empty where there is none to be found. */
  static Optional<ByteBuffer> of(byte[] file) {
    try {
      return switch (ImageFormat.of(file)) {
        case JPEG -> JpegSegments.exif(file);
        case PNG -> PngChunks.first(file, "eXIf");
        case GIF, BMP -> Optional.empty();
      };
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

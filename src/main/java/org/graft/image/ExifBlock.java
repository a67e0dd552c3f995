package org.graft.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Where an image file keeps its EXIF block: a JPEG in a segment APP1, a PNG in a chunk eXIf, a WebP
 * in a chunk EXIF. A TIFF has no need of one: its own tag turns it in any case.
 */
final class ExifBlock {
  private ExifBlock() {}

  /** The TIFF structure in an image file's content; empty where there is none to be found. */
  static Optional<ByteBuffer> of(byte[] file) {
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
}

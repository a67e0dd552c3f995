package org.graft.serve;

import org.graft.failure.MalformedFileException;
import org.graft.image.Exif;
import org.graft.image.ImageDecoder;
import org.graft.image.Pixels;

/** An image as it came in, not yet looked at. */
sealed interface Upload {
  /** What the client calls it. */
  String name();

  /**
   * How many pixels it says that it has.
   *
   * @throws MalformedFileException if it cannot be an image
   */
  long pixels();

  /**
   * What it shows.
   *
   * @param most pixels that are taken of one image
   * @throws MalformedFileException if it cannot be decoded
   */
  Pixels decoded(long most, Exif exif);

  /**
   * The bytes of a file.
   *
   * @param bytes a JPEG, PNG, GIF, BMP, TIFF or WebP file
   */
  record Encoded(String name, byte[] bytes) implements Upload {
    @Override
    public long pixels() {
      return ImageDecoder.pixels(bytes, name);
    }

    @Override
    public Pixels decoded(long most, Exif exif) {
      return ImageDecoder.decode(bytes, name, most, exif);
    }
  }

  /** Pixels that the client decoded. */
  record Decoded(String name, Pixels image) implements Upload {
    @Override
    public long pixels() {
      return (long) image.width() * image.height();
    }

    @Override
    public Pixels decoded(long most, Exif exif) {
      if (pixels() > most) {
        throw new MalformedFileException(
            name,
            "%dx%d pixels, at most %d million expected"
                .formatted(image.width(), image.height(), most / 1_000_000),
            null);
      }
      return image;
    }
  }

  /** One that did not come through, which is told of it alone. */
  record Lost(String name, String problem) implements Upload {
    @Override
    public long pixels() {
      throw new MalformedFileException(name, problem, null);
    }

    @Override
    public Pixels decoded(long most, Exif exif) {
      throw new MalformedFileException(name, problem, null);
    }
  }
}

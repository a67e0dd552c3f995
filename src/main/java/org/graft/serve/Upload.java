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
   * @throws RequestRefusedException if it cannot be an image
   */
  long pixels();

  /**
   * What it shows.
   *
   * @param most pixels that are taken of one image
   * @throws RequestRefusedException if it cannot be decoded
   */
  Pixels decoded(long most, Exif exif);

  /**
   * The bytes of a file.
   *
   * @param bytes a JPEG, PNG, GIF, BMP, TIFF or WebP file
   */
  record Encoded(String name, byte[] bytes) implements Upload {
    public Encoded {
      name = plain(name);
    }

    @Override
    public long pixels() {
      try {
        return ImageDecoder.pixels(bytes, name);
      } catch (MalformedFileException e) {
        throw new RequestRefusedException(Refusal.MALFORMED, e.getMessage(), e);
      }
    }

    @Override
    public Pixels decoded(long most, Exif exif) {
      try {
        return ImageDecoder.decode(bytes, name, most, exif);
      } catch (MalformedFileException e) {
        throw new RequestRefusedException(Refusal.MALFORMED, e.getMessage(), e);
      }
    }
  }

  /** Pixels that the client decoded. */
  record Decoded(String name, Pixels image) implements Upload {
    public Decoded {
      name = plain(name);
    }

    @Override
    public long pixels() {
      return (long) image.width() * image.height();
    }

    @Override
    public Pixels decoded(long most, Exif exif) {
      if (pixels() > most) {
        throw new RequestRefusedException(
            Refusal.MALFORMED,
            "%s: %dx%d pixels, at most %d million expected"
                .formatted(name, image.width(), image.height(), most / 1_000_000));
      }
      return image;
    }
  }

  /** One that did not come through, which is told of it alone. */
  record Lost(String name, String problem) implements Upload {
    public Lost {
      name = plain(name);
    }

    @Override
    public long pixels() {
      throw new RequestRefusedException(Refusal.MALFORMED, name + ": " + problem);
    }

    @Override
    public Pixels decoded(long most, Exif exif) {
      throw new RequestRefusedException(Refusal.MALFORMED, name + ": " + problem);
    }
  }

  private static String plain(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }
}

package org.graft.image;

import java.io.IOException;
import java.util.function.UnaryOperator;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * A file as ImageIO is to read it, and what becomes of the pixels.
 *
 * @param bytes what the pixels depend on, and nothing else
 * @param reading how the pixels are read
 * @param then what is made of them, such as placing them on a larger ground
 * @param ground pixels that come of that, 0 where they are those that the header claims
 */
record PreparedFile(byte[] bytes, Read reading, UnaryOperator<Pixels> then, long ground) {
  /** Reads the first image. */
  @FunctionalInterface
  interface Read {
    Pixels of(ImageReader reader, ImageReadParam how) throws IOException;
  }

  /** Bytes whose stored values are the pixels. */
  PreparedFile(byte[] bytes) {
    this(bytes, (reader, how) -> RgbCopy.of(reader.read(0, how)));
  }

  PreparedFile(byte[] bytes, Read reading) {
    this(bytes, reading, UnaryOperator.identity(), 0);
  }

  /** The same, turned upright. */
  PreparedFile turned(Orientation orientation) {
    return new PreparedFile(bytes, reading, orientation::upright, ground);
  }

  /** The same, placed on a ground. */
  PreparedFile on(Ground place) {
    return new PreparedFile(bytes, reading, place::with, (long) place.width() * place.height());
  }
}

package org.graft.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.graft.failure.MalformedFileException;
import org.graft.image.Exif;
import org.graft.image.ImageDecoder;
import org.graft.image.Pixels;

/** Small pictures that a page carries inside. */
final class Thumbnail {
  private static final int LONG_SIDE = 120;

  private Thumbnail() {}

  /** A JPEG file of at most 120 px as a data URI; empty where the image cannot be read any more. */
  static Optional<String> of(Path file) {
    return picture(file).map(Thumbnail::uri);
  }

  /** The same as a picture. */
  static Optional<Pixels> picture(Path file) {
    try {
      return Optional.of(ImageDecoder.decode(file, Exif.IGNORE).within(LONG_SIDE));
    } catch (MalformedFileException e) {
      return Optional.empty();
    }
  }

  /** A picture as a JPEG file in a data URI. */
  static String uri(Pixels picture) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(picture.image(), "jpeg", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}

package org.graft.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.graft.failure.MalformedFileException;

/**
 * Decodes JPEG, PNG, GIF, BMP, TIFF and WebP files to the pixels that Pillow's {@code
 * Image.open(file).convert("RGB")} gives: grey is repeated, alpha dropped without blending, a
 * palette looked up whatever its transparency, an ICC profile, and an EXIF orientation unless it is
 * asked for, ignored, an animation its first frame. Samples of 16 bits become their high byte; so
 * they do in Pillow for RGB, while it clips grey ones. Lossy WebP is read with the chroma of each
 * four pixels as it is stored, where Pillow smooths it. Writes no temporary files, and may be
 * called from many threads.
 *
 * <p>Files may be hostile: at most 256 MiB are read and images of at most 600 million pixels
 * decoded, known from the header before any memory is taken for them; what has more than 100
 * million is read at a reduced size, where the format lets that be done line by line, and refused
 * elsewhere. A JPEG's scans are counted first. What the pixels do not depend on never reaches
 * ImageIO.
 */
public final class ImageDecoder {
  /** What an image file may have. */
  public static final int MAXIMUM_BYTES = 256 << 20;

  private ImageDecoder() {}

  /**
   * Decodes a file and does with its EXIF orientation what is asked for; the file's mistake when
   * that cannot be done, for whatever reason.
   */
  public static Pixels decode(Path file, Exif exif) {
    return decode(read(file), file.toString(), exif);
  }

  /** The same for the content of a file; {@code name} stands for it in messages. */
  public static Pixels decode(byte[] bytes, String name, Exif exif) {
    return decode(bytes, name, Bounds.MOST, exif);
  }

  /** The same for an image of at most {@code pixels} pixels. */
  public static Pixels decode(byte[] bytes, String name, long pixels, Exif exif) {
    return exif.orientation(bytes).upright(decode(bytes, name, Bounds.of(pixels)));
  }

  static Pixels decode(byte[] bytes, String name, Bounds bounds) {
    return opened(
        bytes,
        name,
        (format, file, reader) -> {
          if (file.ground() > bounds.kept() || file.ground() > bounds.read()) {
            throw new IOException(file.ground() + " pixels to draw on, more than are taken");
          }
          int step = bounds.step(format, reader.getWidth(0), reader.getHeight(0));
          ImageReadParam how = reader.getDefaultReadParam();
          how.setSourceSubsampling(step, step, 0, 0);
          return file.then().apply(file.reading().of(reader, how));
        });
  }

  /** How many pixels the header of a file claims; the file's mistake if it has no sound one. */
  public static long pixels(byte[] bytes, String name) {
    return opened(
        bytes,
        name,
        (format, file, reader) ->
            Math.max(file.ground(), (long) reader.getWidth(0) * reader.getHeight(0)));
  }

  /** What is made of a file whose header is read. */
  private interface Work<T> {
    T of(ImageFormat format, PreparedFile file, ImageReader reader) throws IOException;
  }

  private static <T> T opened(byte[] bytes, String name, Work<T> work) {
    try {
      ImageFormat format = ImageFormat.of(bytes);
      PreparedFile file = format.prepared(bytes);
      ImageReader reader = format.reader();
      try (ImageInputStream in = new ImageBytes(file.bytes())) {
        reader.setInput(in, true, true);
        return work.of(format, file, reader);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      throw new MalformedFileException(name, "cannot be decoded: " + reason(e), e);
    }
  }

  /** Whether the bytes begin as those of an image that can be decoded do. */
  public static boolean isImage(byte[] bytes) {
    try {
      ImageFormat.of(bytes);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a file is there and may be read, be it in a shard of its folder. */
  public static boolean isThere(Path file) {
    return Files.exists(file)
        ? Files.isReadable(file)
        : PackedFolder.around(file).filter(folder -> folder.has(file)).isPresent();
  }

  /**
   * The content of a file of at most 256 MiB, which may lie in a shard of its folder; the file's
   * mistake when that cannot be had.
   */
  public static byte[] read(Path file) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new MalformedFileException(file, "not a file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes((int) Math.min(Files.size(file), MAXIMUM_BYTES) + 1);
        if (bytes.length > MAXIMUM_BYTES) {
          throw new MalformedFileException(file, "larger than 256 MiB");
        }
        return bytes;
      }
    } catch (NoSuchFileException e) {
      return PackedFolder.around(file)
          .orElseThrow(() -> new MalformedFileException(file, "there is no such file", e))
          .read(file);
    } catch (IOException e) {
      throw new MalformedFileException(file, "cannot be read: " + reason(e), e);
    }
  }

  private static String reason(Exception e) {
    if (e instanceof EOFException) {
      return "truncated";
    }
    String message = e.getMessage();
    return message == null || message.isBlank() || e instanceof RuntimeException
        ? "damaged (" + e.getClass().getSimpleName() + ")"
        : message.strip().lines().findFirst().orElseThrow();
  }
}

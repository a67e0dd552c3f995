package org.graft.image;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.graft.failure.MalformedFileException;

/**
 * Decodes JPEG, PNG, GIF and BMP files to the pixels that Pillow's {@code
 * Image.open(file).convert("RGB")} gives: grey is repeated, alpha dropped without blending, a
 * palette looked up whatever its transparency, an ICC profile, and an EXIF orientation unless it is
 * asked for, ignored, an animation its first frame. Samples of 16 bits become their high byte; so they do in Pillow for
 * RGB, while it clips grey ones. Needs nothing but the JDK, writes no temporary files, and may be
 * called from many threads.
 *
 * <p>Files may be hostile: at most 256 MiB are read and images of at most 100 million pixels
 * decoded, known from the header before any memory is taken for them, and a JPEG's scans are
 * counted first. What the pixels do not depend on never reaches ImageIO.
 */
public final class ImageDecoder {
  /** What an image file may have. */
  public static final int MAXIMUM_BYTES = 256 << 20;

  static final long MAXIMUM_PIXELS = 100_000_000;

  private ImageDecoder() {}

  /** Decodes a file; the file's mistake when that cannot be done, for whatever reason. */
  public static Pixels decode(Path file) {
    return decode(read(file), file.toString(), MAXIMUM_PIXELS);
  }

  /** Decodes a file and does with its EXIF orientation what is asked for. */
  public static Pixels decode(Path file, Exif exif) {
    return decode(read(file), file.toString(), exif);
  }

  /** The same for the content of a file. */
  public static Pixels decode(byte[] bytes, String name, Exif exif) {
    return decode(bytes, name, MAXIMUM_PIXELS, exif);
  }

  /** The same for an image of at most {@code pixels} pixels. */
  public static Pixels decode(byte[] bytes, String name, long pixels, Exif exif) {
    return exif.orientation(bytes).upright(decode(bytes, name, pixels));
  }

  /** Decodes the content of a file; {@code name} stands for it in the message of a failure. */
  public static Pixels decode(byte[] bytes, String name) {
    return decode(bytes, name, MAXIMUM_PIXELS);
  }

  /** The same for an image of at most {@code pixels} pixels. */
  public static Pixels decode(byte[] bytes, String name, long pixels) {
    try {
      ImageFormat format = ImageFormat.of(bytes);
      return decode(format, format.prepared(bytes), Math.min(pixels, MAXIMUM_PIXELS));
    } catch (IOException | RuntimeException e) {
      throw new MalformedFileException(name, "cannot be decoded: " + reason(e), e);
    }
  }

  /** How many pixels the header of a file claims; the file's mistake if it has no sound one. */
  public static long pixels(byte[] bytes, String name) {
    try {
      ImageFormat format = ImageFormat.of(bytes);
      byte[] prepared = format.prepared(bytes);
      ImageReader reader = ImageIO.getImageReadersByFormatName(format.name()).next();
      try (ImageInputStream in =
          new MemoryCacheImageInputStream(new ByteArrayInputStream(prepared))) {
        reader.setInput(in, true, true);
        return (long) reader.getWidth(0) * reader.getHeight(0);
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

  private static Pixels decode(ImageFormat format, byte[] bytes, long pixels) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName(format.name()).next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(in, true, true);
      requireSane(reader.getWidth(0), reader.getHeight(0), pixels);
      return format == ImageFormat.JPEG && isColour(reader)
          ? inPlace(reader)
          : RgbCopy.of(reader.read(0));
    } finally {
      reader.dispose();
    }
  }

  private static boolean isColour(ImageReader reader) throws IOException {
    return reader.getImageTypes(0).next().getNumBands() == Pixels.CHANNELS;
  }

  /**
   * Has a colour JPEG decoded into its pixels. ImageIO's own image lies in another order, to which
   * it would turn pixel by pixel what can be copied line by line.
   */
  private static Pixels inPlace(ImageReader reader) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    Pixels pixels = new Pixels(width, height, new byte[Pixels.CHANNELS * width * height]);
    ImageReadParam into = reader.getDefaultReadParam();
    into.setDestination(pixels.image());
    reader.read(0, into);
    return pixels;
  }

  private static void requireSane(int width, int height, long pixels) throws IOException {
    if (width < 1 || height < 1 || (long) width * height > pixels) {
      throw new IOException(
          "the header claims "
              + width
              + "x"
              + height
              + " pixels, 1 to "
              + pixels / 1_000_000
              + " million expected");
    }
  }

  /** The content of a file of at most 256 MiB; the file's mistake when that cannot be had. */
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
      throw new MalformedFileException(file, "there is no such file", e);
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

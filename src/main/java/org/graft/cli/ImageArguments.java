package org.graft.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.graft.image.Dataset;
import org.graft.image.ImageDecoder;
import org.graft.image.ImageFolder;
import org.graft.image.LabelledImage;
import org.graft.image.LeftOut;
import org.graft.storage.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * The images that a command line names: files, folders with all images in them and below, and
 * {@code -} for standard input, which is one image or a list of paths, a line each.
 */
final class ImageArguments implements AutoCloseable {
  private static final Path STANDARD_INPUT = Path.of("-");

  /** A path has lost one of the strokes. */
  private static final Pattern ADDRESS =
      Pattern.compile("(https?|ftp|file|s3|gs|data):", Pattern.CASE_INSENSITIVE);

  private static final int MOST_BYTES = 256 << 20;

  private final List<Path> files = new ArrayList<>();
  private LeftOut leftOut = LeftOut.NOTHING;
  private @Nullable Scratch scratch;

  /** Reads {@code in} to its end if {@code arguments} name it. */
  ImageArguments(List<Path> arguments, InputStream in) {
    if (arguments.isEmpty()) {
      throw new InputException("no image is given; name one or more behind the options");
    }
    if (arguments.stream().filter(STANDARD_INPUT::equals).count() > 1) {
      throw new InputException("- is given twice; standard input can be read once");
    }
    for (Path argument : arguments) {
      if (argument.equals(STANDARD_INPUT)) {
        read(in);
      } else {
        add(argument);
      }
    }
  }

  /** The images in the order in which they were named, those of a folder sorted by path. */
  List<Path> files() {
    return files;
  }

  /** What the folders among them hold besides. */
  LeftOut leftOut() {
    return leftOut;
  }

  /** What the user calls an image. */
  String name(Path file) {
    return (isPiped(file) ? STANDARD_INPUT : file).toString();
  }

  /** Deletes the copy of what was piped in. */
  @Override
  public void close() {
    if (scratch != null) {
      scratch.close();
    }
  }

  private boolean isPiped(Path file) {
    return scratch != null && file.startsWith(scratch.folder());
  }

  private void add(Path argument) {
    if (ADDRESS.matcher(argument.toString()).lookingAt()) {
      throw new InputException(
          ("%s is an address: expected a file; fetch it first, or pipe it in (curl … |"
                  + " graft predict … -)")
              .formatted(argument));
    }
    if (!Files.exists(argument)) {
      throw new InputException("no such image: " + argument);
    }
    if (Files.isDirectory(argument)) {
      Dataset found = ImageFolder.images(argument);
      files.addAll(found.test().stream().map(LabelledImage::file).toList());
      leftOut = leftOut.and(found.leftOut());
    } else {
      files.add(argument);
    }
  }

  private void read(InputStream in) {
    try {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new InputException("standard input is larger than 256 MiB");
      }
      if (ImageDecoder.isImage(bytes)) {
        scratch = Scratch.temporary();
        files.add(Files.write(scratch.folder().resolve("image"), bytes));
      } else {
        lines(bytes).forEach(line -> add(path(line)));
      }
    } catch (IOException e) {
      throw new WorkFailedException("cannot read standard input: " + e.getMessage(), e);
    }
  }

  private static List<String> lines(byte[] bytes) {
    List<String> lines =
        new String(bytes, StandardCharsets.UTF_8).lines().filter(l -> !l.isBlank()).toList();
    if (lines.isEmpty()) {
      throw new InputException(
          "standard input is empty: an image, or a list of paths, a line each, is expected");
    }
    return lines;
  }

  private static Path path(String line) {
    boolean printable = line.chars().noneMatch(Character::isISOControl);
    if (!printable) {
      throw new InputException(
          "standard input is neither a JPEG, PNG, GIF, BMP, TIFF or WebP image nor a list of paths");
    }
    return Path.of(line);
  }
}

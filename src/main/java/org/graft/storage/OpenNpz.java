package org.graft.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.graft.failure.GraftException;
import org.graft.failure.MalformedFileException;

/**
 * An {@code .npz} file whose arrays are asked for by name; nothing is held of each but what zip's
 * directory takes. It is closed when neither it nor an array of it is reachable any more.
 */
public final class OpenNpz {
  private static final long MOST_RATIO = 32;
  private static final long ALWAYS_ALLOWED = 64L << 20;

  private final Path file;
  private final ZipFile zip;

  private OpenNpz(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
  }

  /**
   * Opens a file; its mistake when it is no zip, or claims to be much more unpacked, the world's
   * when it cannot be read now.
   */
  public static OpenNpz open(Path file) {
    try {
      ZipNames.requireEqual(InputFile.require(file));
      OpenNpz npz = new OpenNpz(file, new ZipFile(file.toFile()));
      try {
        npz.requireBounded();
        return npz;
      } catch (GraftException e) {
        npz.close();
        throw e;
      }
    } catch (IOException e) {
      throw ReadFailure.of(file, "cannot be read: ", e);
    } catch (IllegalArgumentException e) {
      throw new MalformedFileException(file, "names that are no text: " + e.getMessage(), e);
    }
  }

  /** The arrays' names, in the file's order. */
  public Stream<String> names() {
    return zip.stream().map(NpzArray::name);
  }

  /** Number of arrays. */
  public int count() {
    return zip.size();
  }

  public boolean has(String name) {
    return entry(name) != null;
  }

  /** An array, of which only the header is read; the file's mistake when it is not of float32. */
  public Optional<NpzArray> array(String name) {
    return Optional.ofNullable(entry(name)).map(entry -> new NpzArray(this, entry));
  }

  Path file() {
    return file;
  }

  InputStream stream(ZipEntry entry) throws IOException {
    return zip.getInputStream(entry);
  }

  /** The entry as it is written, or without an ending. */
  ZipEntry entry(String name) {
    ZipEntry usual = zip.getEntry(name + NpzArray.SUFFIX);
    return usual == null ? zip.getEntry(name) : usual;
  }

  void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw ReadFailure.of(file, "cannot be closed: ", e);
    }
  }

  /**
   * Refuses what unpacked takes much more than the file; trained values do not get much smaller.
   */
  private void requireBounded() throws IOException {
    long most = Math.max(ALWAYS_ALLOWED, MOST_RATIO * Files.size(file));
    double claimed = zip.stream().mapToDouble(ZipEntry::getSize).sum();
    if (claimed > most) {
      throw new MalformedFileException(
          file,
          String.format(
              Locale.ROOT,
              "claims %.0f bytes unpacked, at most %d can be in a file of %d",
              claimed,
              most,
              Files.size(file)));
    }
  }
}

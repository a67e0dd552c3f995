package org.graft.storage;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.graft.failure.GraftException;
import org.graft.failure.MalformedFileException;

/**
 * Named float32 arrays in NumPy's {@code .npz} format: a zip of {@code .npy} entries, not
 * compressed, each guarded by zip's CRC-32. {@code numpy.load} reads it.
 */
public final class NpzFile {
  private static final int BUFFER = 1 << 16;
  private static final long MOST_RATIO = 32;
  private static final long ALWAYS_ALLOWED = 64L << 20;

  private NpzFile() {}

  public static void write(Path file, Map<String, NpyArray> arrays) throws IOException {
    write(file, arrays, false);
  }

  /** Also writes each array's SHA-256, as its entry's comment: {@link NpzArray#sha256}. */
  public static void writeWithDigests(Path file, Map<String, NpyArray> arrays) throws IOException {
    write(file, arrays, true);
  }

  private static void write(Path file, Map<String, NpyArray> arrays, boolean digests)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      write(out, arrays, digests);
    }
  }

  /** Writes to a stream, which is closed then. */
  public static void write(OutputStream out, Map<String, NpyArray> arrays) throws IOException {
    write(out, arrays, false);
  }

  private static void write(OutputStream out, Map<String, NpyArray> arrays, boolean digests)
      throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, BUFFER))) {
      for (Map.Entry<String, NpyArray> entry : arrays.entrySet()) {
        ZipEntry named = sized(entry.getKey(), entry.getValue());
        if (digests) {
          named.setComment(sha256(entry.getValue()));
        }
        zip.putNextEntry(named);
        entry.getValue().write(zip);
        zip.closeEntry();
      }
    }
  }

  /** A stored entry's length and checksum stand before its bytes. */
  private static ZipEntry sized(String name, NpyArray array) throws IOException {
    CountingSink sink = new CountingSink();
    CheckedOutputStream out = new CheckedOutputStream(sink, new CRC32());
    array.write(out);
    ZipEntry entry = new ZipEntry(name + NpzArray.SUFFIX);
    entry.setTime(0);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(sink.bytes);
    entry.setCrc(out.getChecksum().getValue());
    return entry;
  }

  /** The SHA-256 of an array's {@code .npy} form, in lower-case hexadecimal. */
  public static String sha256(NpyArray array) {
    try {
      MessageDigest digest = Digests.begin();
      array.write(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      return Digests.end(digest);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads all float32 arrays in order; the file's mistake when any is of another kind. */
  public static Map<String, NpyArray> read(Path file) {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    open(file).forEach((name, a) -> arrays.put(name, new NpyArray(a.values(), a.shape())));
    return arrays;
  }

  /**
   * All float32 arrays in order, of which only the headers are read; the file's mistake when any is
   * of another kind, the world's when it cannot be read now. The file is closed when the last of
   * them is not reachable any more.
   */
  public static Map<String, NpzArray> open(Path file) {
    try {
      ZipNames.requireEqual(InputFile.require(file));
      ZipFile zip = new ZipFile(file.toFile());
      try {
        requireBounded(file, zip);
        return arrays(file, zip);
      } catch (GraftException e) {
        zip.close();
        throw e;
      }
    } catch (IOException e) {
      throw ReadFailure.of(file, "cannot be read: ", e);
    } catch (IllegalArgumentException e) {
      throw new MalformedFileException(file, "names that are no text: " + e.getMessage(), e);
    }
  }

  private static Map<String, NpzArray> arrays(Path file, ZipFile zip) {
    Map<String, NpzArray> arrays = new LinkedHashMap<>();
    Enumeration<? extends ZipEntry> entries = zip.entries();
    while (entries.hasMoreElements()) {
      NpzArray array = new NpzArray(file, zip, entries.nextElement());
      arrays.put(array.name(), array);
    }
    return arrays;
  }

  /**
   * Refuses what unpacked takes much more than the file; trained values do not get much smaller.
   */
  private static void requireBounded(Path file, ZipFile zip) throws IOException {
    long most = Math.max(ALWAYS_ALLOWED, MOST_RATIO * Files.size(file));
    double claimed = zip.stream().mapToDouble(ZipEntry::getSize).sum();
    if (claimed > most) {
      throw new MalformedFileException(
          file,
          String.format(
              "claims %.0f bytes unpacked, at most %d can be in a file of %d",
              claimed, most, Files.size(file)));
    }
  }

  /** Takes bytes in and keeps their number. */
  private static final class CountingSink extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] b, int from, int length) {
      bytes += length;
    }
  }
}

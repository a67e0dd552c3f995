package org.graft.storage;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.graft.failure.GraftException;

/**
 * Named float32 arrays in NumPy's {@code .npz} format: a zip of {@code .npy} entries, not
 * compressed, each guarded by zip's CRC-32. {@code numpy.load} reads it.
 */
public final class NpzFile {
  private static final int BUFFER = 1 << 16;

  private NpzFile() {}

  public static void write(Path file, Map<String, NpyArray> arrays) throws IOException {
    write(Files.newOutputStream(file), arrays, false);
  }

  /** Also writes each array's SHA-256, as its entry's comment: {@link NpzArray#sha256}. */
  public static void writeWithDigests(Path file, Map<String, NpyArray> arrays) throws IOException {
    write(Files.newOutputStream(file), arrays, true);
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
    OpenNpz npz = OpenNpz.open(file);
    try {
      Map<String, NpzArray> arrays = new LinkedHashMap<>();
      npz.names().forEach(name -> npz.array(name).ifPresent(array -> arrays.put(name, array)));
      return arrays;
    } catch (GraftException e) {
      npz.close();
      throw e;
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

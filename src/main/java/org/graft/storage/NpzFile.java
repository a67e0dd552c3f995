package org.graft.storage;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.graft.failure.MalformedFileException;

/**
 * Named float32 arrays in NumPy's {@code .npz} format: a zip of {@code .npy} entries, not
 * compressed, each guarded by zip's CRC-32. {@code numpy.load} reads it.
 */
public final class NpzFile {
  private static final String SUFFIX = ".npy";
  private static final long MAXIMUM_VALUES = 1L << 30;

  /** Deflate (RFC 1951) makes no more of a byte. */
  private static final long MOST_INFLATED = 1032;

  private NpzFile() {}

  public static void write(Path file, Map<String, NpyArray> arrays) throws IOException {
    try (ZipOutputStream zip =
        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
      zip.setLevel(Deflater.NO_COMPRESSION);
      for (Map.Entry<String, NpyArray> entry : arrays.entrySet()) {
        ZipEntry named = new ZipEntry(entry.getKey() + SUFFIX);
        named.setTime(0);
        zip.putNextEntry(named);
        entry.getValue().write(zip);
        zip.closeEntry();
      }
    }
  }

  /** Reads all float32 arrays in order; the file's mistake when any is of another kind. */
  public static Map<String, NpyArray> read(Path file) {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        String name = entry.getName().replaceAll("\\.npy$", "");
        try {
          arrays.put(name, read(zip, entry, Files.size(file)));
        } catch (IOException e) {
          throw new MalformedFileException(file, "array " + name + ": " + e.getMessage(), e);
        }
      }
      return arrays;
    } catch (IOException e) {
      throw new MalformedFileException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** {@link ZipFile} itself does not look at the checksum. */
  private static NpyArray read(ZipFile zip, ZipEntry entry, long length) throws IOException {
    long mostBytes = Math.min(entry.getSize(), length * MOST_INFLATED);
    long mostValues = Math.min(MAXIMUM_VALUES, mostBytes / Float.BYTES);
    CRC32 checksum = new CRC32();
    try (InputStream in =
        new CheckedInputStream(
            new BufferedInputStream(zip.getInputStream(entry), 1 << 16), checksum)) {
      NpyArray array = NpyArray.read(in, mostValues);
      if (in.read() >= 0 || checksum.getValue() != entry.getCrc()) {
        throw new IOException("its bytes are not those that were written (CRC-32)");
      }
      return array;
    }
  }
}

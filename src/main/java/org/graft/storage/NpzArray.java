package org.graft.storage;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import org.graft.failure.GraftException;

/**
 * A float32 array in an {@code .npz} file, read whenever it is asked for. The file stays open, so
 * that the array outlives a file of the same name that takes its place.
 */
public final class NpzArray {
  static final String SUFFIX = ".npy";

  private static final int BUFFER = 1 << 16;
  private static final long MOST_VALUES = 1L << 30;

  /** Deflate (RFC 1951) makes no more of a byte. */
  private static final long MOST_INFLATED = 1032;

  private final OpenNpz npz;
  private final String name;
  private final int[] shape;

  /**
   * Reads the array's header, from which its shape is known. Of an entry nothing is kept that the
   * open file has: there may be a million.
   */
  NpzArray(OpenNpz npz, ZipEntry entry) {
    this.npz = npz;
    this.name = name(entry);
    try (InputStream in = npz.stream(entry)) {
      this.shape = NpyArray.readShape(in, mostValues(entry));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** What an array is called whose entry that is. */
  static String name(ZipEntry entry) {
    String name = entry.getName();
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  /** The file that holds the array. */
  public Path file() {
    return npz.file();
  }

  public String name() {
    return name;
  }

  public int[] shape() {
    return shape.clone();
  }

  /**
   * The SHA-256 of the array's {@code .npy} form, in lower-case hexadecimal, if the file has it.
   */
  public Optional<String> sha256() {
    return Optional.ofNullable(npz.entry(name).getComment());
  }

  /** Whether both hold the same bytes, as far as their checksums and their lengths tell. */
  public boolean sameAs(NpzArray other) {
    ZipEntry own = npz.entry(name);
    ZipEntry others = other.npz.entry(other.name);
    return own.getCrc() == others.getCrc()
        && own.getSize() == others.getSize()
        && sha256().equals(other.sha256());
  }

  /**
   * The values in C order.
   *
   * @throws org.graft.failure.MalformedFileException if they are not those that were written
   * @throws org.graft.failure.WorkFailedException if they cannot be read now
   */
  public float[] values() {
    CRC32 checksum = new CRC32();
    ZipEntry entry = npz.entry(name);
    try (InputStream in =
        new CheckedInputStream(
            new BufferedInputStream(npz.stream(entry), buffer(entry)), checksum)) {
      NpyArray array = NpyArray.read(in, mostValues(entry));
      if (in.read() >= 0 || checksum.getValue() != entry.getCrc()) {
        throw new NpyFormatException("its bytes are not those that were written (CRC-32)");
      }
      return array.values();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static int buffer(ZipEntry entry) {
    return (int) Math.max(1, Math.min(BUFFER, entry.getSize()));
  }

  private static long mostValues(ZipEntry entry) {
    long length = Math.max(entry.getCompressedSize(), 0);
    long mostBytes = Math.min(entry.getSize(), length * MOST_INFLATED);
    return Math.min(MOST_VALUES, mostBytes / Float.BYTES);
  }

  private GraftException failure(IOException e) {
    return ReadFailure.of(npz.file(), "array " + name + ": ", e);
  }
}

package org.graft.source.keras;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;

/** A file that Keras wrote, open for reading; which kind, its content says and not its name. */
public interface KerasSource extends AutoCloseable {
  /** Everything but the values of the arrays, which can be read until this is closed. */
  KerasFile read();

  @Override
  void close();

  /** Opens a file of any kind that can be read; wrong input when there is none or it is no such. */
  static KerasSource open(Path path) {
    byte[] beginning = beginning(path);
    if (begins(beginning, Hdf5.SIGNATURE)) {
      return KerasHdf5.open(path);
    }
    if (begins(beginning, KerasZip.SIGNATURE)) {
      return KerasZip.open(path);
    }
    throw new MalformedFileException(
        path,
        "neither HDF5 (no HDF5 signature at its beginning) nor a .keras file (no zip signature)");
  }

  private static boolean begins(byte[] beginning, byte[] signature) {
    return Arrays.equals(Arrays.copyOf(beginning, signature.length), signature);
  }

  private static byte[] beginning(Path path) {
    if (!Files.exists(path)) {
      throw new InputException("no such file: " + path);
    }
    if (Files.isDirectory(path)) {
      throw new InputException(path + " is a folder; a file that Keras saved is expected");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(Hdf5.SIGNATURE.length);
    } catch (IOException e) {
      throw new InputException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }
}

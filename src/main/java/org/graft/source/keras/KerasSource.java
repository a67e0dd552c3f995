package org.graft.source.keras;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.source.FileKind;
import org.graft.source.FolderKind;

/** A file that Keras wrote, open for reading; which kind, its content says and not its name. */
public interface KerasSource extends AutoCloseable {
  /** Everything but the values of the arrays, which can be read until this is closed. */
  KerasFile read();

  @Override
  void close();

  /** Opens a file of any kind that can be read; wrong input when there is none or it is no such. */
  static KerasSource open(Path path) {
    if (!Files.exists(path)) {
      throw new InputException("no such file: " + path);
    }
    try {
      if (Files.isDirectory(path)) {
        FileKind kind = FolderKind.of(path);
        throw new InputException(path + " is " + kind.what() + "; " + kind.advice());
      }
      if (!Files.isRegularFile(path)) {
        throw new InputException(path + " is no file that stays; save what comes through it first");
      }
      if (isHdf5(path)) {
        return KerasHdf5.open(path, path);
      }
      if (begins(path, 0, KerasZip.SIGNATURE)) {
        return KerasZip.open(path);
      }
      FileKind kind = FileKind.of(path);
      throw new MalformedFileException(
          path,
          "%s; neither HDF5 (no HDF5 signature) nor a .keras file (no zip signature); %s"
              .formatted(kind.what(), kind.advice()));
    } catch (IOException e) {
      throw new InputException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  /**
   * The signature stands at the beginning, or behind a block of the user's of 512, 1024, … bytes.
   */
  private static boolean isHdf5(Path path) throws IOException {
    long size = Files.size(path);
    boolean found = false;
    for (long at = 0; !found && at < size; at = at == 0 ? 512 : 2 * at) {
      found = begins(path, at, Hdf5.SIGNATURE);
    }
    return found;
  }

  private static boolean begins(Path path, long at, byte... signature) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      byte[] found = new byte[signature.length];
      file.seek(at);
      return file.read(found) == found.length && Arrays.equals(found, signature);
    }
  }
}

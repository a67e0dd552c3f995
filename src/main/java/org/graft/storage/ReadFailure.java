package org.graft.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.graft.failure.GraftException;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;

/** Tells a file that is damaged from one that can just not be read now. */
final class ReadFailure {
  private ReadFailure() {}

  /**
   * What went wrong as a failure of the file's or of the world's.
   *
   * @return {@link MalformedFileException} where the bytes prove it, or there are none; {@link
   *     WorkFailedException} where reading failed, as by a limit of open files or a disk
   */
  static GraftException of(Path file, String what, IOException e) {
    boolean proved =
        e instanceof NpyFormatException
            || e instanceof ZipException
            || e instanceof EOFException
            || e instanceof NoSuchFileException;
    String problem = what + e.getMessage();
    return proved
        ? new MalformedFileException(file, problem, e)
        : new WorkFailedException(file + ": " + problem, e);
  }
}

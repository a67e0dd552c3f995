package org.graft.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;

/**
 * Files that somebody names to be read. A device or a pipe is none: it may never end, or wait for
 * ever to begin.
 */
public final class InputFile {
  private InputFile() {}

  /**
   * Refuses what is there and is no regular file; what is not there is another's to refuse.
   *
   * @return {@code file}
   * @throws InputException if it is a folder, a device, a pipe or the like
   */
  public static Path require(Path file) {
    if (Files.isDirectory(file)) {
      throw new InputException(file + " is a folder; give a file");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new InputException(
          file
              + " is no file that stays but a device, a pipe or the like; save what comes"
              + " through it first");
    }
    return file;
  }

  /**
   * All bytes of a regular file, however many it claims to have.
   *
   * @throws MalformedFileException if there are more than {@code most}
   */
  public static byte[] bytes(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(require(file))) {
      byte[] bytes = in.readNBytes(most);
      if (bytes.length == most && in.read() >= 0) {
        boolean round = most % (1 << 20) == 0;
        String limit = round ? (most >> 20) + " MiB" : most + " bytes";
        throw new MalformedFileException(file, "larger than " + limit);
      }
      return bytes;
    }
  }
}

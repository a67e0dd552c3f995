package org.graft.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.graft.failure.InputException;

/** Where results are to go, looked at before the work begins rather than when it is done. */
final class Destination {
  private Destination() {}

  /** A folder that is there or can be made. */
  static Path folder(String option, Path folder) {
    Path existing = folder.toAbsolutePath().normalize();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      throw new InputException(existing + " is a file; " + option + " needs a folder there");
    }
    if (!Files.isWritable(existing)) {
      throw new InputException(
          existing + " is not writable; " + option + " needs a folder that is");
    }
    return folder;
  }

  /** A file in such a folder; it may be there already. */
  static Path file(String option, Path file) {
    if (Files.isDirectory(file)) {
      throw new InputException(file + " is a folder; " + option + " takes the file to write");
    }
    folder(option, file.toAbsolutePath().normalize().getParent());
    return file;
  }
}

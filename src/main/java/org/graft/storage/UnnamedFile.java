package org.graft.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that has lost its name by the time it is open, where the system allows that: what it takes
 * on the disk is free again when it is closed or the process ends, however it does.
 */
public final class UnnamedFile {
  private UnnamedFile() {}

  /** A new one to read and to write, in {@code folder}, which is made if it is not there. */
  public static FileChannel in(Path folder) throws IOException {
    Files.createDirectories(folder);
    return FileChannel.open(
        folder.resolve(".graft-" + UUID.randomUUID() + ".rows"),
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }
}

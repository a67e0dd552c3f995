package org.graft.storage;

import java.io.File;
import java.nio.file.Path;

/** What file systems do differently. */
public final class FileSystemTraits {
  private FileSystemTraits() {}

  /**
   * Whether a file that is open can be renamed with its folder, replaced and deleted, and a folder
   * be forced to the disk, as POSIX has it and Windows has not.
   */
  public static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** A path as it is written down: with slashes, whatever the system puts between names. */
  public static String withSlashes(Path path) {
    return path.toString().replace(File.separatorChar, '/');
  }
}

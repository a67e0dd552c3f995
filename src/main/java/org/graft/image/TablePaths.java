package org.graft.image;

import java.nio.file.Path;

/** What the paths in a table mean. */
interface TablePaths {
  /** The folder that they begin at. */
  Path root();

  /**
   * The file of that path; one that is not there is kept in mind.
   *
   * @param line that the path stands in
   * @throws org.graft.failure.InputException for what leads out of the folder or is no file
   */
  Path resolve(int line, String path);

  /** The mistake of the table {@code file} when any of its files is not there. */
  void requireAll(Path file);
}

package org.graft.image;

import java.nio.file.Path;

/**
 * Paths in the manifest of a packed folder. No files are there; what is wrong with an image's place
 * in its shard shows when it is read.
 *
 * @param root the folder
 * @param whole the same, absolute and without detours
 */
record PackedPaths(Path root, Path whole) implements TablePaths {
  PackedPaths(Path root) {
    this(root, root.toAbsolutePath().normalize());
  }

  @Override
  public Path resolve(int line, String path) {
    return RootedPaths.inside(root, whole, path);
  }

  @Override
  public void requireAll(Path file) {
    PackedFolder.requireWhole(whole);
  }
}

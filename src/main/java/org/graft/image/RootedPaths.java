package org.graft.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.jspecify.annotations.Nullable;

/**
 * Paths in a table that begin at a folder and do not lead out of it: not by their words, and not by
 * links unless these are followed. In a packed folder no files are there; what is wrong with an
 * image's place in its shard shows when it is read.
 */
final class RootedPaths {
  private final Path root;
  private final Path whole;
  private final Path real;
  private final boolean followLinks;
  private final boolean packed;
  private int count;
  private int missing;
  private @Nullable String firstMissing;

  /** The user's mistake when {@code root} is no folder. */
  RootedPaths(Path root, boolean followLinks, boolean packed) {
    if (!Files.exists(root)) {
      throw new InputException("there is no folder " + root);
    }
    if (!Files.isDirectory(root)) {
      throw new InputException(root + " is a file: expected the folder that paths begin at");
    }
    this.root = root;
    this.whole = root.toAbsolutePath().normalize();
    this.followLinks = followLinks;
    this.packed = packed;
    try {
      this.real = root.toRealPath();
    } catch (IOException e) {
      throw new InputException(root + " cannot be read: " + e, e);
    }
  }

  /** The folder that they begin at. */
  Path root() {
    return root;
  }

  /**
   * The file of that path; one that is not there is kept in mind.
   *
   * @param line that the path stands in
   * @throws InputException for what leads out of the folder or is no file
   */
  Path resolve(int line, String path) {
    Path file = inside(root, whole, path);
    if (packed) {
      return file;
    }
    count++;
    if (!Files.exists(file)) {
      missing++;
      firstMissing = firstMissing == null ? "line " + line + ": there is no " + file : firstMissing;
      return file;
    }
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + " is no file: expected an image");
    }
    if (!followLinks && leadsOut(file)) {
      throw new InputException(
          file + " leads out of " + root + " by a link; " + Hint.FOLLOW_LINKS + " follows it");
    }
    return file;
  }

  /** The mistake of the table {@code file} when any of its files, or a shard, is not there. */
  void requireAll(Path file) {
    if (packed) {
      PackedFolder.requireWhole(whole);
    }
    if (missing > 0) {
      throw new MalformedFileException(
          file,
          "%s%s; remove %s, or give the folder that paths begin at as %s, now %s"
              .formatted(
                  firstMissing,
                  missing == 1 ? "" : ", nor " + (missing - 1) + " more of " + count + " files",
                  missing == 1 ? "the line" : "the lines",
                  Hint.LABELS_ROOT,
                  root));
    }
  }

  /**
   * The file of a path in a table, which need not be there.
   *
   * @param whole {@code root}, absolute and without detours
   * @throws InputException for what leads out of {@code root}
   */
  static Path inside(Path root, Path whole, String path) {
    try {
      Path file = whole.resolve(path).normalize();
      if (path.isBlank() || file.equals(whole) || !file.startsWith(whole)) {
        throw new InputException(
            "path '" + path + "' leads out of " + root + ": expected the path of a file in it");
      }
      return root.resolve(whole.relativize(file));
    } catch (InvalidPathException e) {
      throw new InputException(
          "path '%s' is none in this locale (%s); LC_ALL=C.UTF-8 takes every name"
              .formatted(path, System.getProperty("sun.jnu.encoding")),
          e);
    }
  }

  private boolean leadsOut(Path file) {
    try {
      return !file.toRealPath().startsWith(real);
    } catch (IOException e) {
      throw new InputException(file + " cannot be read: " + e, e);
    }
  }
}

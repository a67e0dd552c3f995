package org.graft.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.graft.failure.WorkFailedException;

/** What lies in a folder. */
public final class FolderList {
  private FolderList() {}

  /**
   * What is wanted of it, sorted by name; nothing where there is no such folder.
   *
   * @throws WorkFailedException if it cannot be listed
   */
  public static List<Path> of(Path folder, Predicate<Path> wanted) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(wanted).sorted().toList();
    } catch (IOException e) {
      throw new WorkFailedException("cannot list " + folder + ": " + e.getMessage(), e);
    }
  }

  /** The same by their names. */
  public static List<Path> named(Path folder, Predicate<String> wanted) {
    return of(folder, path -> wanted.test(path.getFileName().toString()));
  }
}

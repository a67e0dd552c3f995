package org.graft.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.graft.failure.GraftException;
import org.graft.storage.AtomicFile;
import org.graft.storage.NpzArray;
import org.graft.storage.NpzFile;

/** A file of arrays that another model holds too. */
final class SharedFile {
  private SharedFile() {}

  /**
   * Links the file that most of {@code arrays} lie in, or copies it where links cannot be.
   *
   * @return the arrays that {@code target} now gives under the same names; none, and no file, where
   *     none lies in a file or the file was replaced or deleted since it was opened
   */
  static Map<String, NpzArray> link(Path target, Map<String, Tensor> arrays) throws IOException {
    Map<Path, Map<String, NpzArray>> byFile = byFile(arrays);
    if (byFile.isEmpty()) {
      return Map.of();
    }
    Path most =
        Collections.max(byFile.keySet(), Comparator.comparingInt(f -> byFile.get(f).size()));
    try {
      AtomicFile.linkOrCopy(most, target);
    } catch (NoSuchFileException e) {
      return Map.of();
    }
    if (holds(target, byFile.get(most))) {
      return byFile.get(most);
    }
    Files.delete(target);
    return Map.of();
  }

  private static Map<Path, Map<String, NpzArray>> byFile(Map<String, Tensor> arrays) {
    Map<Path, Map<String, NpzArray>> byFile = new HashMap<>();
    for (Map.Entry<String, Tensor> entry : arrays.entrySet()) {
      NpzArray stored = entry.getValue().stored().orElse(null);
      if (stored != null && stored.name().equals(entry.getKey())) {
        byFile.computeIfAbsent(stored.file(), f -> new HashMap<>()).put(stored.name(), stored);
      }
    }
    return byFile;
  }

  private static boolean holds(Path file, Map<String, NpzArray> arrays) {
    try {
      Map<String, NpzArray> found = NpzFile.open(file);
      return arrays.entrySet().stream()
          .allMatch(
              e -> found.containsKey(e.getKey()) && found.get(e.getKey()).sameAs(e.getValue()));
    } catch (GraftException e) {
      return false;
    }
  }
}

package org.graft.feature.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.graft.storage.AtomicFile;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;

/** The {@code .npz} files of one folder of the cache, written once each and never changed. */
record Segments(Path folder) {
  private static final String SUFFIX = ".npz";

  List<Path> list() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.getFileName().toString().matches("[^.].*\\.npz"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes one more, whole or not at all. */
  void add(Map<String, float[]> rows) {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    rows.forEach((image, row) -> arrays.put(image, new NpyArray(row, row.length)));
    Path segment = folder.resolve(UUID.randomUUID() + SUFFIX);
    AtomicFile.write(segment, part -> NpzFile.write(part, arrays));
  }

  static void delete(Path segment) {
    try {
      Files.deleteIfExists(segment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static long size(Path segment) {
    try {
      return Files.size(segment);
    } catch (IOException e) {
      return 0;
    }
  }
}

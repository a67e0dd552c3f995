package org.graft.feature.cache;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;
import org.graft.storage.NpzArray;
import org.graft.storage.NpzFile;

/**
 * The features of one folder of the cache, each under the SHA-256 of its image. Files that are
 * proved to be damaged are deleted with a warning, those that can just not be read now are left
 * alone; all that either hold is missing from then on.
 */
public final class StoredRows {
  private final Map<String, NpzArray> rows = new HashMap<>();
  private final Set<Path> open = new HashSet<>();
  private final Consumer<String> warnings;
  private boolean complete = true;
  private int dropped;

  private StoredRows(Consumer<String> warnings) {
    this.warnings = warnings;
  }

  /** No features at all. */
  public static StoredRows none() {
    return new StoredRows(warning -> {});
  }

  static StoredRows open(List<Path> segments, Consumer<String> warnings) {
    StoredRows all = new StoredRows(warnings);
    all.refresh(segments);
    return all;
  }

  /** Opens what is not open of the folder's files, and forgets what is of none of them. */
  void refresh(List<Path> segments) {
    if (open.retainAll(segments)) {
      rows.values().removeIf(row -> !open.contains(row.file()));
    }
    for (Path segment : segments) {
      if (open.add(segment)) {
        open(segment);
      }
    }
  }

  private void open(Path segment) {
    try {
      rows.putAll(NpzFile.open(segment));
    } catch (MalformedFileException e) {
      dropIfThere(segment, e);
    } catch (WorkFailedException e) {
      leave(segment, e);
    }
  }

  /** How many images there are features of. */
  public int count() {
    return rows.size();
  }

  public boolean has(String image) {
    return rows.containsKey(image);
  }

  /** An image's features; empty if there are none, or none that are as they were written. */
  public Optional<float[]> row(String image) {
    NpzArray stored = rows.get(image);
    if (stored == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(stored.values());
    } catch (MalformedFileException e) {
      drop(stored.file(), e);
    } catch (WorkFailedException e) {
      leave(stored.file(), e);
    }
    return Optional.empty();
  }

  /** The features of all images that are there; those that are damaged are left out. */
  Map<String, float[]> all() {
    Map<String, float[]> all = new LinkedHashMap<>();
    rows.keySet().stream().sorted().toList().forEach(i -> row(i).ifPresent(r -> all.put(i, r)));
    all.keySet().retainAll(rows.keySet());
    return all;
  }

  /** Whether every file that is sound, as far as is known, has been read. */
  boolean isComplete() {
    return complete;
  }

  /** How many files were damaged and are deleted. */
  int dropped() {
    return dropped;
  }

  /** How many images' features are as they were written; the others are dropped. */
  int verified() {
    List.copyOf(rows.keySet()).forEach(this::row);
    return rows.size();
  }

  /** Another process may have deleted it to make room. */
  private void dropIfThere(Path segment, MalformedFileException reason) {
    if (Files.exists(segment)) {
      drop(segment, reason);
    }
  }

  private void drop(Path segment, MalformedFileException reason) {
    warnings.accept("kept features are damaged and computed again: " + reason.getMessage());
    forget(segment);
    Segments.delete(segment);
    dropped++;
  }

  private void leave(Path segment, WorkFailedException reason) {
    warnings.accept("kept features are left alone and computed again: " + reason.getMessage());
    forget(segment);
    complete = false;
  }

  private void forget(Path segment) {
    rows.values().removeIf(row -> row.file().equals(segment));
  }
}

package org.graft.feature.cache;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;
import org.graft.storage.NpzArray;
import org.graft.storage.OpenNpz;
import org.jspecify.annotations.Nullable;

/**
 * The features of one folder of the cache, each under the SHA-256 of its image. Files that are
 * proved to be damaged are deleted with a warning, those that can just not be read now are left
 * alone; all that either hold is missing from then on.
 */
public final class StoredRows {
  private final Map<Path, OpenNpz> open = new LinkedHashMap<>();
  private final Set<Path> seen = new HashSet<>();
  private final Consumer<String> warnings;
  private @Nullable Path recent;
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
    open.keySet().retainAll(segments);
    seen.retainAll(segments);
    segments.stream().filter(seen::add).forEach(this::open);
  }

  private void open(Path segment) {
    try {
      open.put(segment, OpenNpz.open(segment));
    } catch (MalformedFileException e) {
      // Another process may have deleted it to make room.
      if (Files.exists(segment)) {
        drop(segment, e);
      }
    } catch (WorkFailedException e) {
      leave(segment, e);
    }
  }

  /** How many images there are features of. */
  public int count() {
    return (int) names().count();
  }

  boolean isEmpty() {
    return open.values().stream().allMatch(segment -> segment.count() == 0);
  }

  private Stream<String> names() {
    Stream<String> all = open.values().stream().flatMap(OpenNpz::names);
    return open.size() == 1 ? all : all.distinct();
  }

  public boolean has(@Nullable String image) {
    return image != null && segment(image).isPresent();
  }

  /** An image's features; empty if there are none, or none that are as they were written. */
  public Optional<float[]> row(@Nullable String image) {
    while (image != null) {
      Optional<Path> segment = segment(image);
      Optional<float[]> row = segment.flatMap(found -> row(found, image));
      if (row.isPresent() || segment.isEmpty()) {
        return row;
      }
    }
    return Optional.empty();
  }

  /** The file that an image is in. Images come as they were kept: it is most often the last one. */
  private Optional<Path> segment(String image) {
    if (recent != null && open.containsKey(recent) && open.get(recent).has(image)) {
      return Optional.of(recent);
    }
    Optional<Path> found =
        open.entrySet().stream()
            .filter(each -> each.getValue().has(image))
            .map(Map.Entry::getKey)
            .findFirst();
    found.ifPresent(segment -> recent = segment);
    return found;
  }

  private Optional<float[]> row(Path segment, String image) {
    try {
      return open.get(segment).array(image).map(NpzArray::values);
    } catch (MalformedFileException e) {
      drop(segment, e);
    } catch (WorkFailedException e) {
      leave(segment, e);
    }
    return Optional.empty();
  }

  /** The features of all images that are there; those that are damaged are left out. */
  Map<String, float[]> all() {
    Map<String, float[]> all = new LinkedHashMap<>();
    names().sorted().toList().forEach(i -> row(i).ifPresent(r -> all.put(i, r)));
    all.keySet().removeIf(image -> !has(image));
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
    names().toList().forEach(this::row);
    return count();
  }

  private void drop(Path segment, MalformedFileException reason) {
    warnings.accept("kept features are damaged and computed again: " + reason.getMessage());
    open.remove(segment);
    Segments.delete(segment);
    dropped++;
  }

  private void leave(Path segment, WorkFailedException reason) {
    warnings.accept("kept features are left alone and computed again: " + reason.getMessage());
    open.remove(segment);
    complete = false;
  }
}

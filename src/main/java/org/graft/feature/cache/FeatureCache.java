package org.graft.feature.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.graft.failure.GraftException;
import org.graft.failure.Hint;
import org.graft.failure.MalformedFileException;
import org.graft.storage.AtomicFile;
import org.graft.storage.Json;
import org.graft.storage.ProcessLock;
import org.graft.storage.Scratch;

/**
 * Features kept on the disk: a folder for each {@link CacheKey}, in it {@code key.json} and a few
 * {@code .npz} files whose arrays are called by the SHA-256 of their image. What is written is
 * whole or not there, and whoever changes anything holds the lock of the file named so, so that
 * several processes may use the cache at once. It is no failure if it cannot be read or written:
 * that is told, and the features are computed.
 *
 * @param folder made when the first features are kept
 * @param limit bytes that it may take; those longest unused go first, those in use never
 * @param warnings told what went wrong
 */
public record FeatureCache(Path folder, long limit, Clock clock, Consumer<String> warnings) {
  private static final String KEY = "key.json";
  private static final String LOCK = "lock";

  private static final long USUAL = 10L << 30;
  private static final int SHARE_OF_DISK = 10;

  /** More files than this are made one, if each of them is small. */
  private static final int MOST_SEGMENTS = 8;

  private static final long SMALL = 16L << 20;

  /**
   * Bytes of a row's entry in a file, beside its values: two headers with a SHA-256, and NumPy's.
   */
  private static final int ENTRY = 384;

  /**
   * What a cache in {@code folder} may take where nobody says: 10 GB or a tenth of the free disk.
   */
  public static long usualLimit(Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      return Math.min(USUAL, Files.getFileStore(there).getUsableSpace() / SHARE_OF_DISK);
    } catch (IOException e) {
      return USUAL;
    }
  }

  /** Deletes what killed processes left half written in a cache. */
  public static void tidy(Path folder) {
    try {
      folders(folder).forEach(Scratch::tidy);
    } catch (UncheckedIOException e) {
      // What cannot be read cannot be tidied.
      return;
    }
  }

  /** What is kept for a key, and notes that it was used. */
  public StoredRows find(CacheKey key) {
    try {
      Segments segments = segments(key);
      StoredRows rows = StoredRows.open(segments.list(), warnings);
      if (!rows.isEmpty()) {
        touch(segments.folder());
      }
      return rows;
    } catch (UncheckedIOException e) {
      warnings.accept("kept features cannot be read: " + e.getCause());
      return StoredRows.none();
    }
  }

  /**
   * Keeps features, each under the SHA-256 of its image, and makes room for them: what else is kept
   * goes, what is kept of this key stays. Where the limit is too narrow for all of one key, the
   * first are kept.
   *
   * @param known what was found of the key, which from then on has also what is kept now
   * @return how many found no room
   */
  public int add(CacheKey key, Map<String, float[]> rows, StoredRows known) {
    try {
      return locked(
          () -> {
            Segments segments = segments(key);
            known.refresh(segments.list());
            Map<String, float[]> fresh = new LinkedHashMap<>(rows);
            fresh.keySet().removeIf(known::has);
            int before = fresh.size();
            keepFirst(fresh, limit - bytes(segments.folder()));
            int kept = fresh.size();
            if (!fresh.isEmpty()) {
              write(key, segments, fresh);
              known.refresh(segments.list());
            }
            return before - kept;
          });
    } catch (GraftException | UncheckedIOException e) {
      warnings.accept("features are not kept: " + e.getMessage());
      return 0;
    }
  }

  /** How many more rows of a key can be kept, each of {@code width} values. */
  public long room(CacheKey key, int width) {
    try {
      return Math.max(0, limit - bytes(segments(key).folder())) / size(width);
    } catch (UncheckedIOException e) {
      // The cache cannot be read, which is told where it is.
      return Long.MAX_VALUE;
    }
  }

  /** Bytes of a row on the disk. */
  public static long size(int width) {
    return ENTRY + (long) width * Float.BYTES;
  }

  private static void keepFirst(Map<String, float[]> rows, long bytes) {
    long[] left = {bytes};
    rows.values().removeIf(row -> (left[0] -= size(row.length)) < 0);
  }

  /** What is kept, the last used first. */
  public List<CacheEntry> list() {
    return folders(folder).stream()
        .flatMap(f -> entry(f).stream())
        .sorted(Comparator.comparing(CacheEntry::used).reversed())
        .toList();
  }

  /** Deletes all of it and returns how many bytes that freed. */
  public long clear() {
    return locked(
        () -> {
          long bytes = folders(folder).stream().mapToLong(FeatureCache::bytes).sum();
          folders(folder).forEach(AtomicFile::deleteTree);
          return bytes;
        });
  }

  /**
   * What {@link #verify} found.
   *
   * @param images how many images' features are sound
   * @param damaged files that were not as they were written, and are deleted
   */
  public record CacheVerification(int images, int damaged) {}

  /** Reads all of it and deletes what is proved to be damaged. */
  public CacheVerification verify() {
    return locked(
        () -> {
          int images = 0;
          int damaged = 0;
          for (Path each : folders(folder)) {
            StoredRows rows = StoredRows.open(new Segments(each).list(), warnings);
            images += rows.verified();
            damaged += rows.dropped();
          }
          return new CacheVerification(images, damaged);
        });
  }

  private void write(CacheKey key, Segments segments, Map<String, float[]> fresh) {
    Path record = segments.folder().resolve(KEY);
    if (!Files.exists(record)) {
      AtomicFile.write(record, part -> Json.write(part, key));
    }
    segments.add(fresh);
    merge(segments);
    touch(segments.folder());
    makeRoom(segments.folder());
  }

  private void merge(Segments segments) {
    List<Path> small =
        segments.list().stream().filter(segment -> Segments.size(segment) < SMALL).toList();
    if (small.size() > MOST_SEGMENTS) {
      StoredRows rows = StoredRows.open(small, warnings);
      Map<String, float[]> all = rows.all();
      if (rows.isComplete()) {
        segments.add(all);
        small.forEach(Segments::delete);
      }
    }
  }

  private void makeRoom(Path current) {
    List<Path> oldestFirst = new ArrayList<>(folders(folder));
    long bytes = oldestFirst.stream().mapToLong(FeatureCache::bytes).sum();
    oldestFirst.remove(current);
    oldestFirst.sort(Comparator.comparing(FeatureCache::used));
    for (Path oldest : oldestFirst) {
      if (bytes <= limit) {
        return;
      }
      bytes -= bytes(oldest);
      AtomicFile.deleteTree(oldest);
    }
  }

  private Segments segments(CacheKey key) {
    return new Segments(folder.resolve(key.digest()));
  }

  private Optional<CacheEntry> entry(Path folder) {
    try {
      CacheKey key = Json.read(folder.resolve(KEY), CacheKey.class);
      int images = StoredRows.open(new Segments(folder).list(), warnings).count();
      return Optional.of(new CacheEntry(key, images, bytes(folder), used(folder)));
    } catch (MalformedFileException e) {
      warnings.accept(e.getMessage() + "; " + Hint.CACHE_CLEAR + " removes it");
      return Optional.empty();
    }
  }

  private static List<Path> folders(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long bytes(Path folder) {
    return new Segments(folder).list().stream().mapToLong(Segments::size).sum();
  }

  private void touch(Path folder) {
    try {
      Files.setLastModifiedTime(folder.resolve(KEY), FileTime.from(clock.instant()));
    } catch (NoSuchFileException e) {
      // Another process made room meanwhile; what is open stays readable.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Instant used(Path folder) {
    try {
      return Files.getLastModifiedTime(folder.resolve(KEY)).toInstant();
    } catch (NoSuchFileException e) {
      return Instant.EPOCH;
    } catch (IOException e) {
      // What cannot be asked now is not the first to go.
      return Instant.MAX;
    }
  }

  private <T> T locked(Supplier<T> work) {
    try {
      Files.createDirectories(folder);
      return ProcessLock.take(folder.resolve(LOCK)).during(work::get);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lock " + folder + ": " + e, e);
    }
  }
}

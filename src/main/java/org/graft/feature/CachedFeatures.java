package org.graft.feature;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft.engine.selection.EngineChoice;
import org.graft.engine.selection.EngineSettings;
import org.graft.engine.selection.Engines;
import org.graft.failure.Hint;
import org.graft.feature.cache.CacheKey;
import org.graft.feature.cache.FeatureCache;
import org.graft.feature.cache.StoredRows;
import org.jspecify.annotations.Nullable;

/** What the cache knows of one frozen network. */
final class CachedFeatures {
  /** Features are kept when so many bytes of them have come together, and at the end. */
  private static final long KEEP_AT = 16L << 20;

  private final FeatureCache cache;
  private final EngineSettings settings;
  private final CacheKey anyEngine;
  private final Map<EngineChoice, StoredRows> stored = new EnumMap<>(EngineChoice.class);
  private final Map<String, float[]> fresh = new LinkedHashMap<>();
  private long freshBytes;
  private boolean isFull;
  private boolean isTold;

  /**
   * @param anyEngine what the features depend on besides the image and the engine
   */
  CachedFeatures(FeatureCache cache, CacheKey anyEngine, EngineSettings settings) {
    this.cache = cache;
    this.settings = settings;
    this.anyEngine = anyEngine;
  }

  /**
   * Puts what is kept into {@code rows}: all by one engine, the one of which most is kept.
   *
   * @param digests the images' digests, by their places; {@code null} for those without
   * @return that engine; empty if nothing is kept
   */
  Optional<EngineChoice> fill(
      FeatureRows rows, List<@Nullable String> digests, List<EngineChoice> engines) {
    engines.forEach(engine -> stored.computeIfAbsent(engine, e -> cache.find(key(e))));
    EngineChoice best =
        engines.stream()
            .max(Comparator.comparingLong(e -> digests.stream().filter(stored.get(e)::has).count()))
            .orElseThrow();
    for (int i = 0; i < digests.size(); i++) {
      int place = i;
      String digest = digests.get(i);
      Optional.ofNullable(fresh.get(digest))
          .or(() -> stored.get(best).row(digest))
          .ifPresent(row -> rows.put(place, row));
    }
    return rows.count() == 0 ? Optional.empty() : Optional.of(best);
  }

  /**
   * Warns, once, before so many images are computed, if what comes of them finds no room.
   *
   * @param width values of each
   */
  void expect(EngineChoice engine, int images, int width) {
    long room = cache.room(key(engine), width);
    if (room < images && !isTold) {
      isTold = true;
      cache
          .warnings()
          .accept(
              ("the cache has room for %,d of %,d images: its limit is %,d bytes, and their"
                      + " features take %,d; the others are computed each time, unless %s is raised")
                  .formatted(
                      room,
                      images,
                      cache.limit(),
                      images * FeatureCache.size(width),
                      Hint.CACHE_LIMIT));
    }
  }

  /** Keeps a row that {@code engine} computed, now or later. */
  void keep(EngineChoice engine, String digest, float[] row) {
    if (digest == null || isFull) {
      return;
    }
    fresh.put(digest, row);
    freshBytes += (long) row.length * Float.BYTES;
    if (freshBytes >= KEEP_AT) {
      flush(engine);
    }
  }

  /** Keeps now what is still to be kept. */
  void flush(EngineChoice engine) {
    if (!fresh.isEmpty()) {
      StoredRows known = stored.computeIfAbsent(engine, e -> cache.find(key(e)));
      isFull = cache.add(key(engine), fresh, known) > 0;
      fresh.clear();
      freshBytes = 0;
    }
  }

  private CacheKey key(EngineChoice engine) {
    return anyEngine.by(Engines.version(engine, settings));
  }
}

package org.graft.feature;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.graft.engine.selection.EngineSelector;
import org.graft.engine.selection.EngineSettings;
import org.graft.engine.selection.SelectionRecords;
import org.graft.feature.cache.FeatureCache;
import org.graft.image.KnownDigests;

/**
 * How a frozen network is run over images.
 *
 * @param base what the network is called in the cache's list
 * @param cache where features are kept, if they are
 * @param space where they are held while they are worked with
 * @param digests of images that need not be read for them
 */
public record Extraction(
    String base,
    EngineSelector selector,
    Optional<FeatureCache> cache,
    RowSpace space,
    KnownDigests digests) {
  /** By SameDiff, and nothing is kept. */
  public static final Extraction PLAIN =
      new Extraction("", EngineSelector.PLAIN, Optional.empty(), RowSpace.USUAL, KnownDigests.NONE);

  private static final String RECORDS = "engines";
  private static final String ROWS = "rows";

  /**
   * By engines as {@code settings} ask for them.
   *
   * @param cache beside which is also kept which engine runs which network
   * @param warnings told of an engine that fails
   */
  public static Extraction of(
      String base,
      EngineSettings settings,
      Optional<FeatureCache> cache,
      Consumer<String> warnings) {
    return new Extraction(
        base,
        new EngineSelector(settings, cache.map(Extraction::records), warnings),
        cache,
        cache.map(c -> beside(c.folder())).orElse(RowSpace.USUAL),
        cache.map(c -> KnownDigests.beside(c.folder())).orElse(KnownDigests.NONE));
  }

  /** Which engine runs which network, beside the features of a cache. */
  public static SelectionRecords records(FeatureCache cache) {
    return new SelectionRecords(cache.folder().resolveSibling(RECORDS));
  }

  /** The same for another base. */
  public Extraction of(String other) {
    return new Extraction(other, selector, cache, space, digests);
  }

  /** The same holding features elsewhere. */
  public Extraction withSpace(RowSpace other) {
    return new Extraction(base, selector, cache, other, digests);
  }

  /** The same with digests that are known. */
  public Extraction withDigests(KnownDigests other) {
    return new Extraction(base, selector, cache, space, other);
  }

  /** The same that neither looks up nor keeps features. */
  public Extraction unkept(String other) {
    return new Extraction(other, selector, Optional.empty(), space, digests);
  }

  /** The usual space with files beside a folder of caches. */
  public static RowSpace beside(Path caches) {
    return RowSpace.USUAL.in(caches.toAbsolutePath().resolveSibling(ROWS));
  }
}

package org.graft.feature;

import java.util.Optional;
import java.util.function.Consumer;
import org.graft.engine.EngineSettings;
import org.graft.engine.selection.EngineSelector;
import org.graft.engine.selection.SelectionRecords;
import org.graft.feature.cache.FeatureCache;

/**
 * How a frozen network is run over images.
 *
 * @param base what the network is called in the cache's list
 * @param cache where features are kept, if they are
 */
public record Extraction(String base, EngineSelector selector, Optional<FeatureCache> cache) {
  /** By SameDiff, and nothing is kept. */
  public static final Extraction PLAIN = new Extraction("", EngineSelector.PLAIN, Optional.empty());

  private static final String RECORDS = "engines";

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
        base, new EngineSelector(settings, cache.map(Extraction::records), warnings), cache);
  }

  /** Which engine runs which network, beside the features of a cache. */
  public static SelectionRecords records(FeatureCache cache) {
    return new SelectionRecords(cache.folder().resolveSibling(RECORDS));
  }

  /** The same for another base. */
  public Extraction of(String other) {
    return new Extraction(other, selector, cache);
  }
}

package org.graft.feature;

import java.util.Optional;
import org.graft.feature.cache.FeatureCache;

/**
 * How a frozen network is run over images.
 *
 * @param base what the network is called in the cache's list
 * @param cache where features are kept, if they are
 */
public record Extraction(String base, EngineChoice engine, Optional<FeatureCache> cache) {
  /** By SameDiff, and nothing is kept. */
  public static final Extraction PLAIN =
      new Extraction("", EngineChoice.SAMEDIFF, Optional.empty());

  /** The same for another base. */
  public Extraction of(String other) {
    return new Extraction(other, engine, cache);
  }
}

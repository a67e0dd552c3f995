package org.graft.base;

import java.util.Optional;
import org.graft.plan.Plan;
import org.jspecify.annotations.Nullable;

/**
 * What a file turned out to be, whatever kind of file it is.
 *
 * @param ownName what the model calls itself
 * @param like the known architecture that it is
 * @param kept the part to be imported
 */
record Recognised(String ownName, Optional<ArchitectureMatch> like, Plan kept) {

  String name() {
    return architecture().orElse(ownName);
  }

  Optional<String> architecture() {
    return like.map(ArchitectureMatch::architecture);
  }

  Optional<CatalogueEntry> entry() {
    return like.map(ArchitectureMatch::entry);
  }

  int nativeSize() {
    return entry().map(CatalogueEntry::nativeSize).orElse(224);
  }

  /** Where heads go: the end of the known base, else the cut, else by {@link FeatureLayer}. */
  String featureLayer(@Nullable String cut) {
    Optional<String> known =
        entry().map(CatalogueEntry::featureLayer).filter(layer -> kept.find(layer).isPresent());
    if (known.isPresent()) {
      return known.get();
    }
    return cut != null ? cut : FeatureLayer.of(kept);
  }
}

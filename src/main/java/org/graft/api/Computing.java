package org.graft.api;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.graft.audit.AuditMemory;
import org.graft.engine.selection.EngineSettings;
import org.graft.feature.Extraction;
import org.graft.feature.cache.FeatureCache;
import org.graft.image.KnownDigests;

/**
 * What a job computes by, and what it may keep.
 *
 * @param engines what runs the frozen part of a base
 * @param cache where what the frozen base makes of the images is kept; without it nothing is
 * @param audits where is kept what audits found; without it images are looked over anew
 * @param warnings told of an engine or a cache that fails, which ends nothing
 */
public record Computing(
    EngineSettings engines,
    Optional<FeatureCache> cache,
    Optional<AuditMemory> audits,
    Consumer<String> warnings) {
  /** Any engine; nothing is kept, and nobody warned. */
  public static final Computing USUAL =
      new Computing(EngineSettings.USUAL, Optional.empty(), Optional.empty(), warning -> {});

  public Computing withEngines(EngineSettings other) {
    return new Computing(other, cache, audits, warnings);
  }

  public Computing withCache(FeatureCache other) {
    return new Computing(engines, Optional.of(other), audits, warnings);
  }

  /** How the frozen side of a base is run. */
  Extraction on(String base) {
    Optional<FeatureCache> kept = engines.cache() ? cache : Optional.empty();
    Extraction how = Extraction.of(base, engines, kept, warnings);
    Optional<Path> caches =
        cache.map(FeatureCache::folder).or(() -> audits.map(AuditMemory::folder));
    Extraction held = caches.map(Extraction::beside).map(how::withSpace).orElse(how);
    return audits.isEmpty() ? held : held.withDigests(digests());
  }

  /** Digests of images that need not be read for them. */
  KnownDigests digests() {
    return audits.map(AuditMemory::digests).orElse(KnownDigests.NONE);
  }
}

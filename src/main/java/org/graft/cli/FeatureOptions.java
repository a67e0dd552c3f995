package org.graft.cli;

import com.beust.jcommander.Parameter;
import java.util.Optional;
import org.graft.feature.EngineChoice;
import org.graft.feature.Extraction;
import org.graft.feature.cache.FeatureCache;

/** The options of commands that run a frozen base over images. */
final class FeatureOptions {
  @Parameter(
      names = "--engine",
      description = "What runs the frozen base: auto (the fastest), samediff, onnxruntime or graft")
  private String engine = "auto";

  @Parameter(names = "--no-cache", description = "Neither read nor keep features of images")
  private boolean noCache;

  @Parameter(
      names = "--cache-limit",
      description = "Most that kept features may take, such as 500m or 20g")
  private String cacheLimit;

  /** How the frozen side of a base that has no name yet runs; a wrong option ends the command. */
  Extraction extraction(Console console) {
    Optional<FeatureCache> cache =
        noCache ? Optional.empty() : Optional.of(Caches.of(console, cacheLimit));
    return new Extraction("", EngineChoice.of(engine), cache);
  }
}

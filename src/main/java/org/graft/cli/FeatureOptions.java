package org.graft.cli;

import com.beust.jcommander.Parameter;
import java.util.Optional;
import org.graft.engine.EngineChoice;
import org.graft.engine.EngineSettings;
import org.graft.engine.Precision;
import org.graft.engine.selection.Engines;
import org.graft.feature.Extraction;
import org.graft.feature.cache.FeatureCache;

/** The options of commands that run a frozen base over images. */
final class FeatureOptions {
  @Parameter(
      names = "--engine",
      description =
          "What runs the frozen base: auto (the fastest), onednn, onnxruntime or samediff")
  private String engine = "auto";

  @Parameter(
      names = "--precision",
      description =
          "What the frozen base computes in: float32, or bfloat16 where the processor can")
  private String precision = "float32";

  @Parameter(names = "--no-cache", description = "Neither read nor keep features of images")
  private boolean noCache;

  @Parameter(
      names = "--cache-limit",
      description = "Most that kept features may take, such as 500m or 20g")
  private String cacheLimit;

  /** What is asked of engines; a wrong option ends the command. */
  EngineSettings settings() {
    EngineSettings settings =
        new EngineSettings(EngineChoice.of(engine), Precision.of(precision), !noCache);
    Engines.require(settings.precision());
    return settings;
  }

  /** How the frozen side of a base that has no name yet runs; a wrong option ends the command. */
  Extraction extraction(Console console) {
    return extraction(console, settings());
  }

  /** The same as {@code settings} ask for it. */
  Extraction extraction(Console console, EngineSettings settings) {
    Optional<FeatureCache> cache =
        settings.cache() ? Optional.of(Caches.of(console, cacheLimit)) : Optional.empty();
    return Extraction.of("", settings, cache, warning -> console.warn("%s", warning));
  }
}

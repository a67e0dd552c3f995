package org.graft.cli;

import com.beust.jcommander.Parameter;
import java.util.Optional;
import org.graft.api.Computing;
import org.graft.engine.Precision;
import org.graft.engine.selection.EngineChoice;
import org.graft.engine.selection.EngineSettings;
import org.graft.engine.selection.Engines;
import org.graft.engine.selection.PrecisionSpeed;
import org.graft.failure.InputException;
import org.graft.feature.Extraction;
import org.graft.feature.cache.FeatureCache;
import org.graft.graph.Threads;
import org.graft.runtime.Device;

/** The options of commands that run a frozen base over images. */
@Heading.Under(Heading.SPEED)
final class FeatureOptions {
  @Parameter(names = "--engine", description = "What runs the frozen base: " + EngineChoice.LIST)
  private String engine;

  @Parameter(
      names = "--precision",
      description =
          "What the frozen base computes in: float32, or bfloat16 where the processor has units for"
              + " it that are faster")
  private String precision;

  @Parameter(
      names = "--device",
      description =
          "What ONNX Runtime computes on: cpu, cuda, coreml or directml (GRAFT_ONNXRUNTIME names a"
              + " build with it)")
  private String device;

  @Parameter(names = "--no-cache", description = "Neither read nor keep features of images")
  private boolean noCache;

  @Parameter(
      names = "--cache-limit",
      description = "Most that kept features may take, such as 500m or 20g")
  private String cacheLimit;

  /** The device that is asked for, by default the processor. */
  Device device() {
    return device == null ? Device.CPU : Device.of(device);
  }

  /** Whether any but the device is given. */
  boolean areGiven() {
    return engine != null || precision != null || noCache || cacheLimit != null;
  }

  /** What is asked of engines; a wrong option ends the command. */
  EngineSettings settings(Console console) {
    EngineSettings asked =
        new EngineSettings(
            engine == null ? EngineSettings.USUAL.engine() : EngineChoice.of(engine),
            precision == null ? EngineSettings.USUAL.precision() : Precision.of(precision),
            !noCache,
            device());
    Engines.require(asked);
    if (asked.precision() != Precision.FLOAT32) {
      Threads.begin();
    }
    Precision worthwhile = PrecisionSpeed.worthwhile(asked.precision(), console::warn);
    return new EngineSettings(asked.engine(), worthwhile, asked.cache(), asked.device());
  }

  /**
   * Hands back what a run was begun with.
   *
   * @throws InputException if an option says otherwise
   */
  EngineSettings require(EngineSettings begun) {
    boolean differs =
        (engine != null && EngineChoice.of(engine) != begun.engine())
            || (precision != null && Precision.of(precision) != begun.precision())
            || (device != null && device() != begun.device());
    if (differs) {
      throw new InputException(
          "the run was begun with --engine %s --precision %s%s and goes on with them"
              .formatted(
                  begun.engine(),
                  begun.precision(),
                  begun.device() == Device.CPU ? "" : " --device " + begun.device()));
    }
    Engines.require(begun);
    return begun.cached(begun.cache() && !noCache);
  }

  /** How the frozen side of a base that has no name yet runs; a wrong option ends the command. */
  Extraction extraction(Console console) {
    EngineSettings settings = settings(console);
    return Extraction.of("", settings, cache(console, settings), console::warn);
  }

  /** What a job computes by as {@code settings} ask for it, with the user's caches. */
  Computing computing(Console console, EngineSettings settings) {
    return new Computing(
        settings, cache(console, settings), Optional.of(Caches.audits(console)), console::warn);
  }

  private Optional<FeatureCache> cache(Console console, EngineSettings settings) {
    return settings.cache() ? Optional.of(Caches.of(console, cacheLimit)) : Optional.empty();
  }
}

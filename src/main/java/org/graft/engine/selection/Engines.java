package org.graft.engine.selection;

import java.util.List;
import java.util.stream.Stream;
import org.graft.engine.Engine;
import org.graft.engine.EngineKind;
import org.graft.engine.Precision;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.plan.Model;

/** The engines that settings come to on this platform. */
public final class Engines {
  private Engines() {}

  /** Name, version, precision and device, which outputs depend on in the last bits. */
  public static String version(EngineChoice engine, EngineSettings settings) {
    return engine.kind().version(settings.precision(), settings.device());
  }

  /**
   * The engines that may come of a choice on this platform, first the one that is tried beside
   * SameDiff: of those that compute in the precision on the device the first that has a build.
   */
  public static List<EngineChoice> of(EngineSettings settings) {
    List<EngineChoice> candidates = candidates(settings);
    EngineChoice rival =
        candidates.stream()
            .filter(engine -> engine.kind().absence().isEmpty())
            .findFirst()
            .orElse(candidates.get(0));
    return Stream.of(rival, EngineChoice.SAMEDIFF).filter(candidates::contains).distinct().toList();
  }

  /** The same as if this platform had builds of all engines. */
  static List<EngineChoice> candidates(EngineSettings settings) {
    return settings.engine().candidates(settings.precision(), settings.device());
  }

  /**
   * Refuses an engine that the platform has no build of, a device that ONNX Runtime has none for,
   * and a precision that the processor has no units for.
   *
   * @throws InputException if so
   */
  public static void require(EngineSettings settings) {
    settings.device().require();
    EngineKind kind = of(settings).get(0).kind();
    kind.absence()
        .ifPresent(
            why -> {
              throw new InputException(
                  "%s; %s in %s takes another engine"
                      .formatted(why, Hint.ENGINE.to(EngineChoice.AUTO), Precision.FLOAT32));
            });
    if (!kind.hasUnitsFor(settings.precision())) {
      throw new InputException(
          "this processor has no units for %s (AVX512-BF16 or AMX); %s runs on any"
              .formatted(settings.precision(), Hint.PRECISION.to(Precision.FLOAT32)));
    }
  }

  /**
   * Loads a model.
   *
   * @param batch images that it is run on at once
   */
  static Engine load(EngineChoice engine, EngineSettings settings, Model model, int batch) {
    return engine.kind().load(model, batch, settings.precision(), settings.device());
  }
}

package org.graft.engine.selection;

import java.util.List;
import org.graft.engine.Engine;
import org.graft.engine.EngineChoice;
import org.graft.engine.EngineSettings;
import org.graft.engine.Precision;
import org.graft.engine.onednn.OneDnn;
import org.graft.engine.onednn.OneDnnEngine;
import org.graft.engine.onnxruntime.OnnxRuntimeEngine;
import org.graft.engine.samediff.SameDiffEngine;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.plan.Model;
import org.graft.runtime.Device;

/** The engines that there are. */
public final class Engines {
  private Engines() {}

  /** Name, version, precision and device, which outputs depend on in the last bits. */
  public static String version(EngineChoice engine, EngineSettings settings) {
    return switch (engine) {
      case AUTO -> throw new IllegalArgumentException("not an engine but a choice of one");
      case SAMEDIFF -> SameDiffEngine.version();
      case ONNXRUNTIME -> OnnxRuntimeEngine.version(settings.device());
      case ONEDNN -> "onednn " + OneDnn.version() + " " + settings.precision();
    };
  }

  /**
   * The engines that may come of a choice on this platform, first the one that is tried beside
   * SameDiff: oneDNN, or ONNX Runtime where oneDNN has no build. Of another device than the
   * processor it is ONNX Runtime alone.
   */
  public static List<EngineChoice> of(EngineSettings settings) {
    if (settings.device() != Device.CPU) {
      return List.of(EngineChoice.ONNXRUNTIME);
    }
    if (settings.engine() != EngineChoice.AUTO) {
      return List.of(settings.engine());
    }
    if (settings.precision() != Precision.FLOAT32) {
      return List.of(EngineChoice.ONEDNN);
    }
    EngineChoice rival = OneDnn.isPresent() ? EngineChoice.ONEDNN : EngineChoice.ONNXRUNTIME;
    return List.of(rival, EngineChoice.SAMEDIFF);
  }

  /**
   * Refuses an engine that the platform has no build of, a device that ONNX Runtime has none for,
   * and a precision that the processor has no units for.
   *
   * @throws InputException if so
   */
  public static void require(EngineSettings settings) {
    settings.device().require();
    Precision precision = settings.precision();
    boolean byOneDnn = settings.engine() == EngineChoice.ONEDNN || precision != Precision.FLOAT32;
    if (byOneDnn && !OneDnn.isPresent()) {
      throw new InputException(
          String.format(
              "oneDNN has no build for %s; %s in %s takes another engine",
              OneDnn.platform(), Hint.ENGINE.to(EngineChoice.AUTO), Precision.FLOAT32));
    }
    if (precision != Precision.FLOAT32 && !OneDnn.supports(precision)) {
      throw new InputException(
          "this processor has no units for "
              + precision
              + " (AVX512-BF16 or AMX); "
              + Hint.PRECISION.to(Precision.FLOAT32)
              + " runs on any");
    }
  }

  /**
   * Loads a model.
   *
   * @param batch images that it is run on at once
   */
  static Engine load(EngineChoice engine, EngineSettings settings, Model model, int batch) {
    return switch (engine) {
      case AUTO -> throw new IllegalArgumentException("not an engine but a choice of one");
      case SAMEDIFF -> SameDiffEngine.of(model);
      case ONNXRUNTIME -> OnnxRuntimeEngine.of(model, settings.device());
      case ONEDNN -> new OneDnnEngine(model, batch, settings.precision());
    };
  }
}

package org.graft.engine.selection;

import org.graft.engine.Engine;
import org.graft.engine.EngineChoice;
import org.graft.engine.Precision;
import org.graft.engine.onednn.OneDnn;
import org.graft.engine.onednn.OneDnnEngine;
import org.graft.engine.onnxruntime.OnnxRuntimeEngine;
import org.graft.engine.samediff.SameDiffEngine;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.plan.Model;

/** The engines that there are. */
public final class Engines {
  private Engines() {}

  /** Name, version and precision, which outputs depend on in the last bits. */
  public static String version(EngineChoice engine, Precision precision) {
    return switch (engine) {
      case AUTO -> throw new IllegalArgumentException("not an engine but a choice of one");
      case SAMEDIFF -> SameDiffEngine.version();
      case ONNXRUNTIME -> OnnxRuntimeEngine.version();
      case ONEDNN -> "onednn " + OneDnn.version() + " " + precision;
    };
  }

  /**
   * Refuses a precision that the processor has no units for.
   *
   * @throws InputException if so
   */
  public static void require(Precision precision) {
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
  static Engine load(EngineChoice engine, Precision precision, Model model, int batch) {
    return switch (engine) {
      case AUTO -> throw new IllegalArgumentException("not an engine but a choice of one");
      case SAMEDIFF -> SameDiffEngine.of(model);
      case ONNXRUNTIME -> OnnxRuntimeEngine.of(model);
      case ONEDNN -> new OneDnnEngine(model, batch, precision);
    };
  }
}

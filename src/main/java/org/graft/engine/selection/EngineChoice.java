package org.graft.engine.selection;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.graft.engine.EngineKind;
import org.graft.engine.Precision;
import org.graft.engine.onednn.OneDnnEngine;
import org.graft.engine.onnxruntime.OnnxRuntimeEngine;
import org.graft.engine.samediff.SameDiffEngine;
import org.graft.failure.Choices;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.runtime.Device;
import org.jspecify.annotations.Nullable;

/** Which engine runs the frozen part of a network: the table of all engines. */
public enum EngineChoice {
  /** The first below that this platform has, once it is proved, or SameDiff. */
  AUTO(null),
  ONEDNN(OneDnnEngine.KIND),
  ONNXRUNTIME(OnnxRuntimeEngine.KIND),
  /** The reference that the others are held against. */
  SAMEDIFF(SameDiffEngine.KIND);

  /** How the command line lists them. */
  public static final String LIST = "auto (the fastest), onednn, onnxruntime or samediff";

  private final @Nullable EngineKind kind;

  EngineChoice(@Nullable EngineKind kind) {
    this.kind = kind;
  }

  /**
   * The choice of that name in any case.
   *
   * @throws InputException if there is none
   */
  public static EngineChoice of(String name) {
    return Choices.of(values(), name, "there is no engine '" + name + "'");
  }

  /** What is known of the engine; of {@link #AUTO} there is nothing to know. */
  EngineKind kind() {
    if (kind == null) {
      throw new IllegalArgumentException("not an engine but a choice of one");
    }
    return kind;
  }

  /** The engines that it may come to in a precision on a device, first the one to be preferred. */
  List<EngineChoice> candidates(Precision precision, Device device) {
    return Arrays.stream(values())
        .filter(engine -> engine != AUTO && (this == AUTO || this == engine))
        .filter(engine -> engine.kind().computesIn(precision) && engine.kind().runsOn(device))
        .toList();
  }

  /**
   * Refuses what it does not compute in or on.
   *
   * @throws InputException if so
   */
  void require(Precision precision, Device device) {
    if (candidates(precision, Device.CPU).isEmpty()) {
      throw new InputException(
          "%s computes in float32 alone, not in %s; %s does"
              .formatted(Hint.ENGINE.to(this), precision, AUTO.preferred(precision, Device.CPU)));
    }
    if (candidates(precision, device).isEmpty()) {
      throw new InputException(
          "%s is ONNX Runtime's and goes with %s in %s, not with %s in %s"
              .formatted(
                  Hint.DEVICE.to(device),
                  AUTO.preferred(Precision.FLOAT32, device),
                  Precision.FLOAT32,
                  Hint.ENGINE.to(this),
                  precision));
    }
  }

  private String preferred(Precision precision, Device device) {
    return Hint.ENGINE.to(candidates(precision, device).get(0));
  }

  /** The precision if the engine computes in it, else the one that each computes in. */
  public Precision orFloat32(Precision precision) {
    return kind().computesIn(precision) ? precision : Precision.FLOAT32;
  }

  /** The name as users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

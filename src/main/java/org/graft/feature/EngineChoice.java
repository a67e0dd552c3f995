package org.graft.feature;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.graft.failure.InputException;
import org.graft.graph.Network;
import org.graft.runtime.OnnxSession;

/** Which engine runs the frozen side. */
public enum EngineChoice {
  /** The one that a measurement finds faster, start-up included. */
  AUTO,
  SAMEDIFF,
  GRAFT,
  ONNXRUNTIME;

  /** The choice of that name in any case; a user's mistake for any other. */
  public static EngineChoice of(String name) {
    return Arrays.stream(values())
        .filter(choice -> choice.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "there is no engine '"
                        + name
                        + "'; there are auto, graft, onnxruntime and samediff"));
  }

  /** The engines that may come of it, the one first that needs no measuring. */
  List<EngineChoice> engines() {
    return this == AUTO ? List.of(SAMEDIFF, GRAFT, ONNXRUNTIME) : List.of(this);
  }

  /** Name and version, which features depend on in the last bits. */
  String version() {
    return switch (this) {
      case AUTO -> throw new IllegalStateException("not an engine but a choice of one");
      case GRAFT -> "graft " + GraftEngine.VERSION;
      case SAMEDIFF -> "samediff " + Network.engineVersion();
      case ONNXRUNTIME -> "onnxruntime " + OnnxSession.version();
    };
  }

  /** The name as users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

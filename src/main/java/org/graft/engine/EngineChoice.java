package org.graft.engine;

import java.util.Arrays;
import java.util.Locale;
import org.graft.failure.Hint;
import org.graft.failure.InputException;

/** Which engine runs the frozen part of a network. */
public enum EngineChoice {
  /** The one that is known or measured to be the fastest. */
  AUTO,
  ONEDNN,
  ONNXRUNTIME,
  SAMEDIFF;

  /**
   * The choice of that name in any case.
   *
   * @throws InputException if there is none
   */
  public static EngineChoice of(String name) {
    return Arrays.stream(values())
        .filter(choice -> choice.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "there is no engine '"
                        + name
                        + "'; there are auto, onednn, onnxruntime and samediff"));
  }

  /**
   * Refuses a precision that the engine does not compute in.
   *
   * @throws InputException if so
   */
  public void require(Precision precision) {
    if (precision != Precision.FLOAT32 && this != AUTO && this != ONEDNN) {
      throw new InputException(
          String.format(
              "%s computes in float32 alone, not in %s; %s does",
              Hint.ENGINE.to(this), precision, Hint.ENGINE.to(ONEDNN)));
    }
  }

  /** The name as users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

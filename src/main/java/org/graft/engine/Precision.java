package org.graft.engine;

import java.util.Locale;
import org.graft.failure.Choices;
import org.graft.failure.InputException;

/** The number format of weights and activations. Sums are float32 in either. */
public enum Precision {
  FLOAT32,
  /** Eight bits of mantissa; needs AVX512-BF16 or AMX. */
  BFLOAT16;

  /**
   * The precision of that name in any case.
   *
   * @throws InputException if there is none
   */
  public static Precision of(String name) {
    return Choices.of(values(), name, "there is no precision '" + name + "'");
  }

  /** The name as users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

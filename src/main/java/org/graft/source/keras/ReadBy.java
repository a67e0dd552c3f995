package org.graft.source.keras;

import java.util.Arrays;
import java.util.Locale;
import org.graft.failure.Hint;
import org.graft.failure.InputException;

/** Which reader's plan of a description is taken. */
public enum ReadBy {
  /** The direct reader's, which Deeplearning4j's must equal where it loses nothing. */
  AUTO,
  /** The direct reader's; Deeplearning4j's is not asked. */
  DIRECT,
  /** Deeplearning4j's; what it is known to lose is refused. */
  DL4J;

  /** The choice of that name; a user's mistake for any other. */
  public static ReadBy of(String name) {
    return Arrays.stream(values())
        .filter(choice -> choice.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    Hint.READER + " takes auto, direct or dl4j, not '" + name + "'"));
  }
}

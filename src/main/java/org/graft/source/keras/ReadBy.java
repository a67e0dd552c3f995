package org.graft.source.keras;

import org.graft.failure.Choices;
import org.graft.failure.Hint;

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
    return Choices.of(values(), name, Hint.READER.to(name));
  }
}

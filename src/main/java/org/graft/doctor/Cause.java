package org.graft.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What keeps a run at the base rate. */
public enum Cause {
  HEALTHY,
  PREPROCESSING,
  INPUT_SIZE,
  LEARNING_RATE,
  FEATURE_SCALE,
  DEAD_UNITS,
  BATCH_NORM,
  DATA,
  WEIGHTS;

  /** The name in {@code --json}, such as {@code input-size}. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

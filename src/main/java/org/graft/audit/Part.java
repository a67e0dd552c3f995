package org.graft.audit;

import java.util.Locale;

/** Which part of the data an image belongs to. */
public enum Part {
  TRAIN,
  TEST;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package org.graft.image;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a labels file says of each image; the name of its column. */
public enum LabelsKind {
  /** One class each. */
  LABEL,
  /** Any number of classes each. */
  LABELS,
  /** A number each. */
  NUMBER;

  static Optional<LabelsKind> of(String column) {
    return Arrays.stream(values()).filter(kind -> kind.toString().equals(column)).findFirst();
  }

  /** The column. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

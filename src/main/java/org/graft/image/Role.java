package org.graft.image;

import java.util.Locale;
import java.util.Optional;

/** What images are for. */
public enum Role {
  /** To learn from. */
  TRAIN,
  /** Held out while learning. */
  VALIDATION,
  /** To test with. */
  TEST;

  /** What a folder or a word in a table says, in any case and any of the usual ways. */
  public static Optional<Role> of(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "train", "training" -> Optional.of(TRAIN);
      case "val", "valid", "validation" -> Optional.of(VALIDATION);
      case "test", "testing" -> Optional.of(TEST);
      default -> Optional.empty();
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package org.graft.image;

import java.util.Locale;
import org.graft.failure.InputException;

/** How the images for testing are chosen. */
public enum SplitBy {
  /** The share of every class, as near as whole images allow, and at least one of two. */
  CLASS,
  /**
   * Each image by itself, as in TensorFlow's {@code retrain.py}: it keeps its side whatever is
   * added or removed, and the share is met on average only.
   */
  HASH;

  /** The way of that name in any case; a user's mistake when there is none. */
  public static SplitBy of(String name) {
    for (SplitBy by : values()) {
      if (by.name().equalsIgnoreCase(name)) {
        return by;
      }
    }
    throw new InputException("there is no split by '" + name + "': expected class or hash");
  }

  /** The name as users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

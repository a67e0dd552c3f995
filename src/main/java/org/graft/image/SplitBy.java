package org.graft.image;

import java.util.Locale;
import org.graft.failure.Choices;

/** How the images for testing are chosen. */
public enum SplitBy {
  /**
   * The share of every class, as near as whole images allow, and at least one of two; what shows
   * the same or nearly the same stays on one side.
   */
  CONTENT,
  /** The share of every class, whatever images show. */
  FILE,
  /**
   * Each image by itself, as in TensorFlow's {@code retrain.py}: it keeps its side whatever is
   * added or removed, and the share is met on average only. Of images that show the same the first
   * by name decides.
   */
  HASH;

  /** What {@link #FILE} was called. */
  private static final String CLASS = "class";

  /** The way of that name in any case; a user's mistake when there is none. */
  public static SplitBy of(String name) {
    return name.equalsIgnoreCase(CLASS)
        ? FILE
        : Choices.of(values(), name, "there is no split by '" + name + "'");
  }

  /** The name as users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

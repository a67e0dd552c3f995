package org.graft.image;

import java.util.Locale;
import org.graft.failure.Choices;

/** What an image's class is called after, where folders of classes lie in one another. */
public enum LabelsFrom {
  /** The folder that holds it; one inside a folder of a class is refused. */
  FOLDER,
  /** All folders on the way to it: {@code animal/cat}. */
  PATH,
  /** The folder that holds it, wherever that lies: {@code cat}. */
  PARENT,
  /** The first folder on the way to it: {@code animal}. */
  TOP;

  /** The choice of that name; a user's mistake for any other. */
  public static LabelsFrom of(String name) {
    return Choices.of(values(), name, "there are no labels from '" + name + "'");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

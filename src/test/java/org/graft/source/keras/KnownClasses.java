package org.graft.source.keras;

import java.util.SortedSet;
import java.util.TreeSet;

/** What of Keras is read, as the readers' own tables have it. */
public final class KnownClasses {
  private KnownClasses() {}

  /** The classes that become layers. */
  public static SortedSet<String> layers() {
    SortedSet<String> classes = new TreeSet<>(DirectReader.TABLE.keySet());
    classes.addAll(OpLayers.OPERATIONS.keySet());
    return classes;
  }

  /** The classes that do something in training only, and are read as the identity. */
  public static SortedSet<String> ofTraining() {
    return new TreeSet<>(OnlyInTraining.CLASSES);
  }

  /** The activation functions. */
  public static SortedSet<String> activations() {
    return new TreeSet<>(Activations.BY_NAME.keySet());
  }
}

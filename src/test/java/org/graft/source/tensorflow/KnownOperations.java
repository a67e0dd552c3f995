package org.graft.source.tensorflow;

import java.util.SortedSet;
import java.util.TreeSet;
import org.graft.source.tensorflow.kernel.Kernels;

/** The operations of TensorFlow that are read, as the readers' own tables have them. */
public final class KnownOperations {
  private KnownOperations() {}

  /** Those that become a layer or a part of one. */
  public static SortedSet<String> layers() {
    SortedSet<String> layers = new TreeSet<>(Rules.TABLE.keySet());
    layers.addAll(ActivationPatterns.OPERATIONS.keySet());
    layers.removeIf(operation -> operation.contains(":"));
    return layers;
  }

  /** Those that hold an array: constants and variables. */
  public static SortedSet<String> stored() {
    SortedSet<String> stored = new TreeSet<>(Freezing.VARIABLES);
    stored.add("Const");
    return stored;
  }

  /** Those that are passed by: they give their input as it is. */
  public static SortedSet<String> passedBy() {
    return new TreeSet<>(Freezing.PASSES);
  }

  /** Those that are computed at the import where all that they read is constant. */
  public static SortedSet<String> folded() {
    return new TreeSet<>(Kernels.operations());
  }

  /** Those that are computed at the import where they read the shape of a map. */
  public static SortedSet<String> ofShapes() {
    return new TreeSet<>(Extents.OPERATIONS);
  }

  /** What several operations become together. */
  public static SortedSet<String> patterns() {
    SortedSet<String> patterns = new TreeSet<>();
    for (String operation : Rules.TABLE.keySet()) {
      if (operation.startsWith(Patterns.PREFIX)) {
        patterns.add(operation.substring(Patterns.PREFIX.length()));
      }
    }
    return patterns;
  }
}

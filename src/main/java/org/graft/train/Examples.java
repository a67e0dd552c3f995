package org.graft.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.graft.plan.Tensor;

/** What a phase trains on: labelled activations at the boundary, read batch by batch. */
interface Examples {
  /** {@code [n]}, the class of each. */
  int[] labels();

  /**
   * Activations by the names of the inputs that they enter, {@code [rows, …]} each.
   *
   * @param epoch from 0; examples may vary with it
   */
  Map<String, Tensor> inputs(int[] rows, int epoch);

  /** Where the images of some rows came from. */
  List<Path> files(int... rows);

  /** Values of each, whatever the inputs that they enter. */
  int width();

  /** Whether they lie on the disk, where they are best read many at a time and in their order. */
  boolean areStored();

  default int count() {
    return labels().length;
  }
}

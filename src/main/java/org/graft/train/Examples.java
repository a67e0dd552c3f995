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
   * Puts the values of some, {@link #width} each, one behind another into {@code to} from an index
   * on.
   *
   * @param epoch from 0; examples may vary with it
   */
  void read(int[] rows, int epoch, float[] to, int at);

  /**
   * What was read of some as activations by the names of the inputs that they enter, {@code [n, …]}
   * each.
   *
   * @param read {@code [n, width]}; may be handed on as it is
   */
  Map<String, Tensor> entering(float... read);

  /** Activations of some, as they enter. */
  default Map<String, Tensor> inputs(int[] rows, int epoch) {
    float[] read = new float[Math.multiplyExact(rows.length, width())];
    read(rows, epoch, read, 0);
    return entering(read);
  }

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

package org.graft.train;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.graft.head.Masks;
import org.graft.plan.Tensor;

/** Makes of activations what the steps of an epoch see. */
final class BatchMaker {
  private final PhaseSetup setup;
  private final List<Masks.DropoutMask> dropouts;
  private final int[] labels;
  private final float[] weights;
  private final long first;

  /**
   * @param dropouts those that each batch brings masks for
   * @param labels {@code [n]}, the class of each example
   * @param first number of the epoch's first step in its phase, from 0
   */
  BatchMaker(PhaseSetup setup, List<Masks.DropoutMask> dropouts, int[] labels, long first) {
    this.setup = setup;
    this.dropouts = dropouts;
    this.labels = labels;
    this.weights = setup.loss().weights(labels, setup.task().answers()).values();
    this.first = first;
  }

  /**
   * What a step sees.
   *
   * @param number of the step in its epoch, from 0
   * @param rows the examples' places
   * @param inputs what enters of them
   */
  Batch batch(int number, int[] rows, Map<String, Tensor> inputs) {
    Map<String, Tensor> masks = new HashMap<>();
    for (int i = 0; i < dropouts.size(); i++) {
      Masks.DropoutMask mask = dropouts.get(i);
      masks.put(mask.name(), setup.draws().mask(i, rows.length, mask, first + number));
    }
    Tensor targets = setup.loss().targets(setup.task(), labels(rows));
    return new Batch(inputs, targets, weights(rows), masks);
  }

  /** The classes of some. */
  int[] labels(int... rows) {
    return Arrays.stream(rows).map(row -> labels[row]).toArray();
  }

  private Tensor weights(int... rows) {
    float[] own = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      own[i] = weights[rows[i]];
    }
    return Tensor.vector(own);
  }
}

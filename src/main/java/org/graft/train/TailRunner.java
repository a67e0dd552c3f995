package org.graft.train;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.graft.failure.WorkFailedException;
import org.graft.feature.Features;
import org.graft.graph.Emitter;
import org.graft.graph.Network;
import org.graft.plan.FoldBatchNorm;
import org.graft.plan.Model;
import org.graft.plan.SplitModel;
import org.graft.plan.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A tail in inference mode over the activations that enter it. */
final class TailRunner {
  private static final int BATCH = 32;

  private final Network network;
  private final Model tail;

  TailRunner(Model tail) {
    this.tail = tail;
    this.network = Emitter.inference(FoldBatchNorm.apply(tail));
  }

  /**
   * The tail's output, one row for each row of {@code activations}.
   *
   * @throws WorkFailedException if it is not finite, as after a last step that was too wide
   */
  Features run(Features activations) {
    Examples examples = new StoredExamples(activations, SplitModel.entering(tail));
    float[][] rows = new float[activations.count()][];
    for (int from = 0; from < rows.length; from += BATCH) {
      int to = Math.min(rows.length, from + BATCH);
      try (INDArray output = network.run(inputs(examples, from, to))) {
        Tensor values = finite(Network.fromNative(output));
        int width = values.size() / (to - from);
        for (int i = from; i < to; i++) {
          int start = (i - from) * width;
          rows[i] = Arrays.copyOfRange(values.values(), start, start + width);
        }
      }
    }
    return new Features(Tensor.rows(rows), activations.labels(), activations.files());
  }

  private static Map<String, INDArray> inputs(Examples examples, int from, int to) {
    return Network.toNative(examples.inputs(IntStream.range(from, to).toArray(), 0));
  }

  private static Tensor finite(Tensor values) {
    for (float value : values.values()) {
      if (!Float.isFinite(value)) {
        throw new WorkFailedException(
            "the trained head gives "
                + value
                + "; a lower --learning-rate or the right --preprocessing helps");
      }
    }
    return values;
  }
}

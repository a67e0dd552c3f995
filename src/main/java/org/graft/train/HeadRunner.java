package org.graft.train;

import org.graft.failure.WorkFailedException;
import org.graft.feature.Features;
import org.graft.graph.Emitter;
import org.graft.graph.Network;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A head in inference mode over features. */
final class HeadRunner {
  private HeadRunner() {}

  /**
   * The head's output, one row for each row of {@code features}.
   *
   * @throws WorkFailedException if it is not finite, as after a last step that was too wide
   */
  static Features run(Model head, Features features) {
    try (INDArray input = Network.toNative(features.values());
        INDArray output = Emitter.inference(head).run(input)) {
      return new Features(finite(output), features.labels(), features.files());
    }
  }

  private static Tensor finite(INDArray output) {
    Tensor values = Network.fromNative(output);
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

package org.graft.train;

import org.graft.feature.Features;
import org.graft.graph.Emitter;
import org.graft.graph.Network;
import org.graft.plan.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A head in inference mode over features. */
final class HeadRunner {
  private HeadRunner() {}

  /** The head's output, one row for each row of {@code features}. */
  static Features run(Model head, Features features) {
    try (INDArray input = Network.toNative(features.values());
        INDArray output = Emitter.inference(head).run(input)) {
      return new Features(Network.fromNative(output), features.labels(), features.files());
    }
  }
}

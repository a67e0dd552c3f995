package org.graft.feature;

import org.graft.graph.Emitter;
import org.graft.graph.Network;
import org.graft.plan.FoldBatchNorm;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** SameDiff on oneDNN: NHWC maps, BatchNorm folded. */
record SameDiffEngine(Network network) implements Engine {
  static SameDiffEngine of(Model model) {
    return new SameDiffEngine(Emitter.inference(FoldBatchNorm.apply(model)));
  }

  @Override
  public Tensor run(Tensor pixels) {
    try (INDArray input = Network.toNative(pixels);
        INDArray output = network.run(input)) {
      return Network.fromNative(output);
    }
  }

  @Override
  public void close() {
    network.release();
  }
}

package org.graft.feature;

import java.util.Map;
import org.graft.graph.Emitter;
import org.graft.graph.Network;
import org.graft.plan.FoldBatchNorm;
import org.graft.plan.Model;
import org.graft.plan.Tensor;

/** SameDiff on oneDNN: NHWC maps, BatchNorm folded. */
record SameDiffEngine(Network network) implements Engine {
  static SameDiffEngine of(Model model) {
    return new SameDiffEngine(Emitter.inference(FoldBatchNorm.apply(model)));
  }

  @Override
  public Tensor run(Tensor pixels) {
    return network.compute(Map.of(network.input(), pixels));
  }

  @Override
  public void close() {
    network.release();
  }
}

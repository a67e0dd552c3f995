package org.graft.engine.samediff;

import java.util.Map;
import org.graft.engine.Engine;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.FoldBatchNorm;
import org.graft.plan.Model;
import org.graft.plan.Tensor;

/** SameDiff, BatchNorm folded: the reference that the others are held against. */
public record SameDiffEngine(SameDiffNetwork network) implements Engine {
  /** Emits a model. */
  public static SameDiffEngine of(Model model) {
    return new SameDiffEngine(Emitter.inference(FoldBatchNorm.apply(model)));
  }

  /** Name, version and build, known without loading native code. */
  public static String version() {
    return "samediff " + SameDiffNetwork.engineVersion();
  }

  @Override
  public Tensor run(Map<String, Tensor> inputs) {
    return network.compute(inputs);
  }

  @Override
  public void close() {
    network.release();
  }
}

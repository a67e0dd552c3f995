package org.graft.engine.samediff;

import java.util.Map;
import org.graft.engine.Engine;
import org.graft.engine.EngineKind;
import org.graft.engine.Precision;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.FoldBatchNorm;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.graft.runtime.Device;

/** SameDiff, BatchNorm folded: the reference that the others are held against. */
public record SameDiffEngine(SameDiffNetwork network) implements Engine {
  public static final EngineKind KIND = new SameDiffKind();

  /** Emits a model. */
  public static SameDiffEngine of(Model model) {
    return new SameDiffEngine(Emitter.inference(FoldBatchNorm.apply(model)));
  }

  @Override
  public Tensor run(Map<String, Tensor> inputs) {
    return network.compute(inputs);
  }

  @Override
  public void close() {
    network.release();
  }

  private static final class SameDiffKind implements EngineKind {
    @Override
    public String version(Precision precision, Device device) {
      return "samediff " + SameDiffNetwork.engineVersion();
    }

    @Override
    public Engine load(Model model, int batch, Precision precision, Device device) {
      return SameDiffEngine.of(model);
    }
  }
}

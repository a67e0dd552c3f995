package org.graft.engine.onnxruntime;

import java.util.Arrays;
import java.util.Map;
import org.graft.engine.Engine;
import org.graft.engine.EngineKind;
import org.graft.engine.Precision;
import org.graft.export.onnx.OnnxExport;
import org.graft.export.onnx.OnnxOptions;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.FoldBatchNorm;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.graft.runtime.Device;
import org.graft.runtime.OnnxSession;

/** ONNX Runtime on the file that Graft would export, which is never written. */
public record OnnxRuntimeEngine(OnnxSession session) implements Engine {
  public static final EngineKind KIND = new OnnxRuntimeKind();

  private static final String ROWS = "rows";

  /**
   * Exports a model of one input and loads it.
   *
   * @throws org.graft.failure.InputException if the device cannot be used here
   * @throws org.graft.failure.UnsupportedModelException if an operation has no ONNX form
   */
  public static OnnxRuntimeEngine of(Model model, Device device) {
    SameDiffNetwork network = Emitter.inference(FoldBatchNorm.apply(model));
    try {
      OnnxOptions options = OnnxOptions.numbers(Map.of(ROWS, network.output()));
      byte[] file = OnnxExport.unproved(network, options);
      return new OnnxRuntimeEngine(OnnxSession.open(file, network.output(), device));
    } finally {
      network.release();
    }
  }

  @Override
  public Tensor run(Map<String, Tensor> inputs) {
    Tensor images = inputs.values().iterator().next();
    OnnxSession.Output rows = session.run(images.values(), images.shape()[0]).get(ROWS);
    int[] shape = Arrays.stream(rows.shape()).mapToInt(Math::toIntExact).toArray();
    return new Tensor(rows.values(), shape);
  }

  @Override
  public void close() {
    session.close();
  }

  private static final class OnnxRuntimeKind implements EngineKind {
    @Override
    public String version(Precision precision, Device device) {
      String version = OnnxSession.engine();
      return device == Device.CPU ? version : version + " " + device;
    }

    @Override
    public Engine load(Model model, int batch, Precision precision, Device device) {
      return OnnxRuntimeEngine.of(model, device);
    }

    @Override
    public boolean runsOn(Device device) {
      return true;
    }

    @Override
    public boolean takesMaps() {
      return false;
    }
  }
}

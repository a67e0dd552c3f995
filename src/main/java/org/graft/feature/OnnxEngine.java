package org.graft.feature;

import java.util.Arrays;
import java.util.Map;
import org.graft.export.onnx.OnnxExport;
import org.graft.export.onnx.OnnxOptions;
import org.graft.graph.Network;
import org.graft.plan.Tensor;
import org.graft.runtime.OnnxSession;

/** ONNX Runtime on the file that Graft would export, which is never written. */
record OnnxEngine(OnnxSession session) implements Engine {
  private static final String ROWS = "rows";

  /**
   * Exports a network and loads it.
   *
   * @throws org.graft.failure.UnsupportedModelException if an operation has no ONNX form
   */
  static OnnxEngine of(Network network) {
    OnnxOptions options = OnnxOptions.numbers(Map.of(ROWS, network.output()));
    byte[] file = OnnxExport.unproved(network, options);
    return new OnnxEngine(OnnxSession.open(file, network.output()));
  }

  @Override
  public Tensor run(Tensor pixels) {
    OnnxSession.Output rows = session.run(pixels.values(), pixels.shape()[0]).get(ROWS);
    int[] shape = Arrays.stream(rows.shape()).mapToInt(Math::toIntExact).toArray();
    return new Tensor(rows.values(), shape);
  }

  @Override
  public void close() {
    session.close();
  }
}

package org.graft.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.graft.fixture.LayerGoldens;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Tensor;
import org.graft.runtime.OnnxSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Single layers in ONNX Runtime against SameDiff and against real Keras. */
class LayerExportTest {
  private static final double CLOSE = 2e-6;

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("org.graft.fixture.LayerGoldens#cases")
  void computesWhatSameDiffAndKerasCompute(String name) {
    SameDiffNetwork network = Emitter.inference(LayerGoldens.model(name));
    Tensor input = LayerGoldens.input(name);
    Path file = folder.resolve("layer.onnx");

    OnnxExport.write(
        network, file, OnnxOptions.features(network.output()), SameDiffNetwork.toNative(input));

    Tensor expected = LayerGoldens.output(name);
    try (OnnxSession session = OnnxSession.open(file)) {
      float[] found = session.run(input.values(), 2).get(network.output()).values();
      assertThat(LayerGoldens.difference(new Tensor(found, expected.shape()), expected))
          .isLessThan(CLOSE);
    }
  }
}

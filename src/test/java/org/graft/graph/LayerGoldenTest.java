package org.graft.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.graft.fixture.LayerGoldens;
import org.graft.plan.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Single layers against real Keras. */
class LayerGoldenTest {
  private static final double CLOSE = 2e-6;

  @ParameterizedTest
  @MethodSource("org.graft.fixture.LayerGoldens#cases")
  void computesWhatKerasComputesAndDoesSoAgain(String name) {
    SameDiffNetwork network = Emitter.inference(LayerGoldens.model(name));
    INDArray input = SameDiffNetwork.toNative(LayerGoldens.input(name));
    Tensor expected = LayerGoldens.output(name);

    Tensor first = SameDiffNetwork.fromNative(network.run(input));
    Tensor second = SameDiffNetwork.fromNative(network.run(input));

    assertThat(LayerGoldens.difference(first, expected)).isLessThan(CLOSE);
    assertThat(second).isEqualTo(first);
  }
}

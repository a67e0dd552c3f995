package org.graft.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.graft.engine.Precision;
import org.graft.fixture.LayerGoldens;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Single layers against real Keras. */
class OneDnnEngineTest {
  @ParameterizedTest
  @MethodSource("cases")
  void layersGiveWhatTheyGiveInKeras(String name) {
    Tensor output = LayerGoldens.output(name);
    Tensor found = run(LayerGoldens.model(name), LayerGoldens.input(name), Precision.FLOAT32);
    assertThat(found.shape()).isEqualTo(output.shape());
    assertThat(LayerGoldens.difference(found, output)).isLessThan(1e-5);
  }

  static Stream<String> cases() {
    return LayerGoldens.cases();
  }

  private static Tensor run(Model model, Tensor input, Precision precision) {
    try (OneDnnEngine engine = new OneDnnEngine(model, 4, precision)) {
      System.out.println(engine.bySameDiff());
      return engine.run(Map.of(model.plan().input().name(), input));
    }
  }
}

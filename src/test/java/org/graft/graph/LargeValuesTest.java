package org.graft.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Input;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions stay finite where the exponentials in them do not, as raw pixels make them. */
class LargeValuesTest {
  @ParameterizedTest
  @CsvSource({
    "SOFTPLUS, 300, 300, -300, 0",
    "SOFTPLUS, 90, 90, 19.5, 19.5",
    "SOFTPLUS, 1, 1.3132616, -1, 0.3132617",
    "LOG_SIGMOID, -300, -300, 300, 0",
    "MISH, 300, 300, -300, 0",
    "LOG_SOFTMAX, 0, -250, 250, 0",
    "SOFTMAX, 0, 0, 250, 1",
  })
  void isWhatItTendsTo(Activation function, float first, float given, float second, float other) {
    Plan plan =
        new Plan(List.of(new Input("in", new Shape(2)), new Activate("function", "in", function)));
    SameDiffNetwork network = Emitter.inference(new Model(plan, Weights.builder().build()));
    Tensor found = network.compute(Map.of("in", new Tensor(new float[] {first, second}, 1, 2)));
    assertThat(found.values()[0]).isCloseTo(given, within(Math.abs(given) * 1e-6f + 1e-9f));
    assertThat(found.values()[1]).isCloseTo(other, within(Math.abs(other) * 1e-6f + 1e-9f));
  }
}

package org.graft.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.graft.storage.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One weight of 1 at a rate of 0.1, gradients 2 and 1: what Keras 3.15 makes of it ({@code
 * keras.optimizers.SGD(0.1, momentum=0.9)} and so on, applied to one variable).
 */
class OptimizerTest {
  private static final double RATE = 0.1;

  /** What is left after each step. */
  private record Case(Optimizer rule, double first, double second) {}

  static Stream<Case> cases() {
    return Stream.of(
        new Case(new Sgd(0, false), 0.8, 0.7),
        new Case(new Sgd(0.9, false), 0.8, 0.52),
        new Case(new Sgd(0.9, true), 0.62, 0.268),
        new Case(new RmsProp(0.9, 0, 1e-7, false), 0.6837723, 0.5363303),
        new Case(new RmsProp(0.9, 0.5, 1e-7, false), 0.6837723, 0.3782163),
        new Case(new RmsProp(0.9, 0, 1e-7, true), 0.6666667, 0.5047851),
        new Case(Adam.KERAS, 0.9, 0.8067819));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void stepsAreThoseOfKeras(Case expected) {
    float[] weight = {1};
    Map<String, float[]> slots = new LinkedHashMap<>();
    expected.rule().slots().forEach(slot -> slots.put(slot, new float[1]));

    expected.rule().update(weight, new float[] {2}, slots, RATE, 1);
    assertThat((double) weight[0]).isCloseTo(expected.first(), within(1e-6));

    expected.rule().update(weight, new float[] {1}, slots, RATE, 2);
    assertThat((double) weight[0]).isCloseTo(expected.second(), within(1e-6));
  }

  @ParameterizedTest
  @EnumSource(NamedOptimizer.class)
  void everyRuleHasANameAndIsReadBackFromJson(NamedOptimizer named) {
    assertThat(NamedOptimizer.of(named.toString())).isEqualTo(named);
    assertThat(NamedOptimizer.LIST).contains(named.toString());
    Optimizer rule = named.rule();
    assertThat(Json.record(Json.tree(rule), Optimizer.class, Path.of("run.json"))).isEqualTo(rule);
  }

  /** Runs of earlier versions hold the records' names. */
  @Test
  void jsonIsAsItEverWas() {
    assertThat(List.of(Json.line(Adam.KERAS), Json.line(new Sgd(0.9, true))))
        .containsExactly(
            "{\"kind\":\"Adam\",\"beta1\":0.9,\"beta2\":0.999,\"epsilon\":1.0E-7}",
            "{\"kind\":\"Sgd\",\"momentum\":0.9,\"nesterov\":true}");
  }
}

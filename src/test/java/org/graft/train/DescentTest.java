package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.graft.plan.Tensor;
import org.graft.train.optimizer.Adam;
import org.graft.train.optimizer.Optimizer;
import org.graft.train.optimizer.RmsProp;
import org.graft.train.optimizer.Sgd;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays taken whole and in stretches against the optimiser alone. */
class DescentTest {
  private static final Phase PHASE =
      new Phase(RmsProp.KERAS, new Schedule(1, 1, 1e-3, 0, false), 0, 0);

  @ParameterizedTest
  @ValueSource(ints = {1, 40_000, 131_072, 131_073, 200_001})
  void everyValueGoesAsItWouldAlone(int length) {
    SplittableRandom random = new SplittableRandom(length);
    float[] expected = drawn(length, random);
    float[] gradient = drawn(length, random);
    INDArray weight = Nd4j.createFromArray(expected.clone());
    Descent descent = new Descent(PHASE, Map.of("kernel", weight));
    Map<String, float[]> slots = new LinkedHashMap<>();
    RmsProp.KERAS.slots().forEach(slot -> slots.put(slot, new float[length]));
    for (int step = 1; step <= 3; step++) {
      descent.step(Map.of("kernel", Nd4j.createFromArray(gradient)), 1e-3, step);
      RmsProp.KERAS.update(expected, gradient.clone(), slots, 1e-3, step);
    }
    assertThat(weight.toFloatVector()).isEqualTo(expected);
    descent
        .slots()
        .forEach(
            (slot, arrays) ->
                assertThat(arrays.get("kernel").values()).as(slot).isEqualTo(slots.get(slot)));
  }

  static List<Optimizer> optimizers() {
    return List.of(new Sgd(0, false), new RmsProp(0.9, 0.5, 1e-7, true), Adam.KERAS);
  }

  /** Of each parameter's shape, zero at the start, and changed in place. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void slotsAreThoseOfTheRule(Optimizer rule) {
    INDArray weight = Nd4j.ones(2, 3);
    Descent descent = new Descent(new Phase(rule, PHASE.schedule(), 0, 0), Map.of("w", weight));
    Map<String, Map<String, Tensor>> slots = descent.slots();
    assertThat(slots.keySet()).containsExactlyElementsOf(rule.slots());
    assertThat(slots.values()).allMatch(of -> of.get("w").equals(Tensor.zeros(2, 3)));
    descent.step(Map.of("w", Nd4j.ones(2, 3)), 0.1, 1);
    assertThat(slots.values()).noneMatch(of -> of.get("w").equals(Tensor.zeros(2, 3)));
  }

  private static float[] drawn(int length, SplittableRandom random) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}

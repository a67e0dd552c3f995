package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.graft.train.optimizer.RmsProp;
import org.junit.jupiter.params.ParameterizedTest;
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

  private static float[] drawn(int length, SplittableRandom random) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}

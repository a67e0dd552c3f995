package org.graft.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.graft.plan.GlobalPool;
import org.graft.plan.Input;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Reduction;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mean over a map of many cells is that of sums in float64, to 3e-6. */
class LargeMapTest {
  private static final int CHANNELS = 3;

  @ParameterizedTest
  @CsvSource({"600, false", "600, true", "64, false", "65, true"})
  void meansStayExact(int side, boolean keepAxes) {
    float[] values = new float[side * side * CHANNELS];
    double[] sums = new double[CHANNELS];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 0.5);
      sums[i % CHANNELS] += values[i];
    }
    Plan plan =
        new Plan(
            List.of(
                new Input("in", Shape.square(side, CHANNELS)),
                new GlobalPool("pool", "in", Reduction.MEAN, keepAxes)));
    SameDiffNetwork network = Emitter.inference(new Model(plan, Weights.builder().build()));
    Tensor found = network.compute(Map.of("in", new Tensor(values, 1, side, side, CHANNELS)));

    assertThat(found.shape())
        .isEqualTo(keepAxes ? new int[] {1, 1, 1, CHANNELS} : new int[] {1, CHANNELS});
    for (int c = 0; c < CHANNELS; c++) {
      double mean = sums[c] / (side * side);
      assertThat((double) found.values()[c]).isCloseTo(mean, within(3e-6 * mean));
    }
  }
}

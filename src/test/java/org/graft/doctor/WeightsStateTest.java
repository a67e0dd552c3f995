package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.base.Base;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.junit.jupiter.api.Test;

class WeightsStateTest {
  private static final String FINITE = "layers_not_finite";
  private static final String ZERO = "layers_all_zero";
  private static final String UNTRAINED = "initial_state";

  private final Map<String, Object> evidence = new LinkedHashMap<>();

  @Test
  void trainedWeightsAreLeftInPeace() {
    assertThat(suspicions(ColourBase.normalized())).isEmpty();
    assertThat(evidence)
        .containsExactly(Map.entry(FINITE, 0), Map.entry(ZERO, 0), Map.entry(UNTRAINED, false));
  }

  @Test
  void oneWeightThatIsNoNumberNamesItsLayer() {
    Base base = ColourBase.normalized();
    Tensor beta = like(base, "norm", Weights.BETA, 0.5f);
    beta.values()[7] = Float.NaN;
    List<Suspicion> found = suspicions(with(base, "norm", Weights.BETA, beta));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).cause()).isEqualTo(Cause.WEIGHTS);
    assertThat(found.get(0).layer()).isEqualTo("norm");
    assertThat(found.get(0).reason()).isEqualTo("layer norm has weights that are not finite");
    assertThat(found.get(0).remedy()).isEmpty();
    assertThat(evidence).containsEntry(FINITE, 1).containsEntry(ZERO, 0);
  }

  @Test
  void aKernelIsZeroOnlyWhereEveryWeightIs() {
    Base base = ColourBase.tanh();
    Tensor kernel = like(base, "conv", Weights.KERNEL, 0);
    List<Suspicion> found = suspicions(with(base, "conv", Weights.KERNEL, kernel));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).reason()).isEqualTo("layer conv has a kernel of zeros only");
    assertThat(evidence).containsEntry(ZERO, 1);
    kernel.values()[kernel.size() - 1] = 1e-20f;
    assertThat(suspicions(with(base, "conv", Weights.KERNEL, kernel))).isEmpty();
  }

  @Test
  void aNetworkWithAllShiftsWhereTheyStartIsUntrained() {
    List<Suspicion> found = suspicions(untrained());
    assertThat(found).hasSize(1);
    assertThat(found.get(0).layer()).isNull();
    assertThat(found.get(0).reason()).startsWith("the network is as it begins");
    assertThat(evidence).containsEntry(UNTRAINED, true);
  }

  @Test
  void oneShiftOrVarianceThatMovedTellsOfTraining() {
    for (String moved : List.of(Weights.BETA, Weights.MOVING_MEAN, Weights.MOVING_VARIANCE)) {
      Tensor half = like(untrained(), "norm", moved, 0.5f);
      assertThat(suspicions(with(untrained(), "norm", moved, half))).as(moved).isEmpty();
    }
  }

  @Test
  void oneShiftAloneTellsNothing() {
    Base base = ColourBase.tanh();
    Tensor zero = like(base, "conv", Weights.BIAS, 0);
    assertThat(suspicions(with(base, "conv", Weights.BIAS, zero))).isEmpty();
    assertThat(evidence).containsEntry(UNTRAINED, false);
  }

  private List<Suspicion> suspicions(Base base) {
    return new WeightsState().suspicions(Labs.of(base), evidence);
  }

  private static Base untrained() {
    Base base = ColourBase.normalized();
    base = with(base, "conv", Weights.BIAS, like(base, "conv", Weights.BIAS, 0));
    base = with(base, "norm", Weights.BETA, like(base, "norm", Weights.BETA, 0));
    base = with(base, "norm", Weights.MOVING_MEAN, like(base, "norm", Weights.MOVING_MEAN, 0));
    Tensor one = like(base, "norm", Weights.MOVING_VARIANCE, 1);
    return with(base, "norm", Weights.MOVING_VARIANCE, one);
  }

  private static Base with(Base base, String layer, String parameter, Tensor tensor) {
    Weights weights =
        Weights.builder().putAll(base.model().weights()).put(layer, parameter, tensor).build();
    return ColourBase.with(base, weights);
  }

  /** Of the same shape, of one value. */
  private static Tensor like(Base base, String layer, String parameter, float value) {
    Tensor own = base.model().weights().get(layer, parameter);
    float[] values = new float[own.size()];
    Arrays.fill(values, value);
    return new Tensor(values, own.shape());
  }
}

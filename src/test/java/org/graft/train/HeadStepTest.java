package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.graft.fixture.Formula;
import org.graft.graph.Network;
import org.graft.head.Head;
import org.graft.plan.Model;
import org.graft.plan.Parameter;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a step does to a small head that standardises its features. */
class HeadStepTest {
  private static final int ROWS = 12;
  private static final int WIDTH = 6;
  private static final int UNITS = 8;
  private static final int CLASSES = 3;
  private static final float NUDGE = 1e-2f;
  private static final Head HEAD = new Head(CLASSES, UNITS, 0.4, true);
  private static final int[] LABELS = IntStream.range(0, ROWS).map(i -> i % CLASSES).toArray();

  static Stream<Parameter> trainable() {
    return Stream.of(
        new Parameter(Head.HIDDEN + "/" + Weights.KERNEL, WIDTH, UNITS),
        new Parameter(Head.HIDDEN + "/" + Weights.BIAS, UNITS),
        new Parameter(Head.LOGITS + "/" + Weights.KERNEL, UNITS, CLASSES),
        new Parameter(Head.LOGITS + "/" + Weights.BIAS, CLASSES));
  }

  @ParameterizedTest
  @MethodSource("trainable")
  void everyGradientIsThatOfCentralDifferences(Parameter parameter) {
    float[] gradient = gradient(new HeadStep(HEAD, Recipe.SAFE, start()), parameter.name());
    assertThat(gradient).hasSize((int) parameter.size());
    double largest = 0;
    for (float value : gradient) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(largest).isPositive();
    for (int i = 0; i < gradient.length; i++) {
      double difference =
          lossWith(parameter.name(), i, NUDGE) - lossWith(parameter.name(), i, -NUDGE);
      assertThat(difference / (2 * NUDGE))
          .as("%s [%d]", parameter.name(), i)
          .isCloseTo(gradient[i], within(1e-3 * largest));
    }
  }

  @Test
  void onlyTrainableArraysHaveGradients() {
    assertThat(gradients(new HeadStep(HEAD, Recipe.SAFE, start())).getGradients())
        .containsOnlyKeys(trainable().map(Parameter::name).toList());
  }

  @Test
  void repeatedCallsGiveTheSameBits() {
    HeadStep step = new HeadStep(HEAD, Recipe.SAFE, start());
    List<float[]> first = bits(step);
    for (int call = 0; call < 5; call++) {
      assertThat(bits(step)).usingRecursiveComparison().isEqualTo(first);
    }
  }

  /** Were a constant of the graph changed by training, its gradients would be others. */
  @Test
  void aTrainedGraphComputesAsAFreshOneWithItsWeights() {
    HeadStep trained = new HeadStep(HEAD, Recipe.SAFE, start());
    for (int i = 0; i < 20; i++) {
      trained.apply(features(), LABELS, mask(), 0.01);
    }
    Weights weights = trained.weights();
    assertThat(weights.of(Head.STANDARDIZE)).isEqualTo(start().weights().of(Head.STANDARDIZE));
    HeadStep fresh = new HeadStep(HEAD, Recipe.SAFE, HEAD.alone(WIDTH, weights));
    assertThat(bits(trained)).usingRecursiveComparison().isEqualTo(bits(fresh));
  }

  @Test
  void aStepChangesNeitherItsStartNorItsInputs() {
    Model start = start();
    INDArray features = features();
    Tensor mask = mask();
    new HeadStep(HEAD, Recipe.SAFE, start).apply(features, LABELS, mask, 0.1);
    assertThat(start.weights()).isEqualTo(start().weights());
    assertThat(features).isEqualTo(features());
    assertThat(mask).isEqualTo(mask());
  }

  @Test
  void whatIsDroppedLearnsNothing() {
    float[] allButTwo = mask().values();
    for (int row = 0; row < ROWS; row++) {
      allButTwo[row * UNITS + 2] = 0;
    }
    OutAndGrad result =
        new HeadStep(HEAD, Recipe.SAFE, start())
            .gradients(features(), LABELS, new Tensor(allButTwo, ROWS, UNITS));
    INDArray bias = result.getGradients().get(Head.HIDDEN + "/" + Weights.BIAS);
    assertThat(bias.getFloat(2)).isZero();
    assertThat(bias.getFloat(3)).isNotZero();
  }

  private static double lossWith(String parameter, int index, float by) {
    Model start = start();
    String[] name = parameter.split("/");
    start.weights().get(name[0], name[1]).values()[index] += by;
    OutAndGrad result = gradients(new HeadStep(HEAD, Recipe.SAFE, start));
    return result.getOutputs().get("loss").getDouble(0);
  }

  private static OutAndGrad gradients(HeadStep step) {
    return step.gradients(features(), LABELS, mask());
  }

  private static float[] gradient(HeadStep step, String name) {
    return Network.fromNative(gradients(step).getGradients().get(name)).values();
  }

  /** Logits and all gradients. */
  private static List<float[]> bits(HeadStep step) {
    OutAndGrad result = gradients(step);
    Map<String, INDArray> gradients = result.getGradients();
    return Stream.concat(
            Stream.of(result.getOutputs().get(Head.LOGITS)),
            trainable().map(parameter -> gradients.get(parameter.name())))
        .map(array -> Network.fromNative(array).values())
        .toList();
  }

  private static INDArray features() {
    return Network.toNative(uniform(1, 2, ROWS, WIDTH));
  }

  private static Tensor mask() {
    float[] values = uniform(2, 1, ROWS, UNITS).values();
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] < -0.2f ? 0 : (float) (1 / 0.6);
    }
    return new Tensor(values, ROWS, UNITS);
  }

  private static Model start() {
    float[] variance = uniform(4, 0.5, WIDTH).values();
    for (int i = 0; i < WIDTH; i++) {
      variance[i] += 1;
    }
    Weights weights =
        Weights.builder()
            .put(Head.STANDARDIZE, Weights.MOVING_MEAN, uniform(3, 0.5, WIDTH))
            .put(Head.STANDARDIZE, Weights.MOVING_VARIANCE, Tensor.vector(variance))
            .put(Head.HIDDEN, Weights.KERNEL, uniform(5, 1, WIDTH, UNITS))
            .put(Head.HIDDEN, Weights.BIAS, uniform(6, 0.5, UNITS))
            .put(Head.LOGITS, Weights.KERNEL, uniform(7, 1, UNITS, CLASSES))
            .put(Head.LOGITS, Weights.BIAS, uniform(8, 0.5, CLASSES))
            .build();
    return HEAD.alone(WIDTH, weights);
  }

  private static Tensor uniform(int k, double limit, int... shape) {
    float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * Formula.uniform(k, i) - 1) * limit);
    }
    return new Tensor(values, shape);
  }
}

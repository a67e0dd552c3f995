package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.graft.failure.WorkFailedException;
import org.graft.feature.Features;
import org.graft.fixture.Formula;
import org.graft.graph.Network;
import org.graft.head.Head;
import org.graft.head.HeadWeights;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The head's training against real Keras ({@code scripts/fixtures/training_goldens.py}). */
class TrainingGoldenTest {
  private static final int STEPS = 100;
  private static final int BATCH = 8;
  private static final int ROWS = 40;
  private static final int WIDTH = 24;
  private static final int CLASSES = 5;
  private static final Head HEAD = new Head(CLASSES, 64, 0.4, false);

  @ParameterizedTest
  @ValueSource(strings = {"seed", "safe"})
  void lossesAndWeightsFollowKerasForAHundredSteps(String name) {
    Map<String, NpyArray> keras =
        NpzFile.read(Path.of("src/test/resources/goldens/training_" + name + ".npz"));
    Recipe recipe = Recipe.of(name);
    HeadStep step = new HeadStep(HEAD, recipe, start());
    for (int s = 0; s < STEPS; s++) {
      double rate = recipe.schedule().rate(s, STEPS);
      StepResult result = step.apply(rows(s), labels(s), mask(s), rate);
      float expected = keras.get("loss").values()[s];
      assertThat(result.loss()).as("loss of step %d", s).isCloseTo(expected, within(1e-4));
      if (keras.containsKey(s + 1 + "/kernel1")) {
        assertWeights(step.weights(), keras, s + 1);
      }
    }
  }

  private static void assertWeights(Weights weights, Map<String, NpyArray> keras, int step) {
    assertClose(weights.get(Head.HIDDEN, Weights.KERNEL), keras.get(step + "/kernel1"));
    assertClose(weights.get(Head.HIDDEN, Weights.BIAS), keras.get(step + "/bias1"));
    assertClose(weights.get(Head.LOGITS, Weights.KERNEL), keras.get(step + "/kernel2"));
    assertClose(weights.get(Head.LOGITS, Weights.BIAS), keras.get(step + "/bias2"));
  }

  private static void assertClose(Tensor found, NpyArray expected) {
    assertThat(found.values())
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(expected.values());
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    HeadStep step = new HeadStep(HEAD, Recipe.SAFE, start());
    Map<String, INDArray> gradients = step.gradients(rows(0), labels(0), mask(0)).getGradients();
    for (String layer : Head.trainable()) {
      for (String parameter : List.of(Weights.KERNEL, Weights.BIAS)) {
        INDArray gradient = gradients.get(Network.variable(layer, parameter));
        int most = Nd4j.argMax(Transforms.abs(gradient.ravel()), 0).getInt(0);
        double analytic = gradient.ravel().getDouble(most);
        double numeric =
            (loss(layer, parameter, most, 1e-2f) - loss(layer, parameter, most, -1e-2f)) / 2e-2;
        assertThat(numeric)
            .as("%s/%s", layer, parameter)
            .isCloseTo(analytic, within(0.02 * Math.abs(analytic) + 1e-4));
        assertThat(analytic).isNotZero();
      }
    }
  }

  /** The loss with one weight moved. */
  private static double loss(String layer, String parameter, int index, float by) {
    Model start = start();
    start.weights().get(layer, parameter).values()[index] += by;
    return new HeadStep(HEAD, Recipe.SAFE, start).apply(rows(0), labels(0), mask(0), 0.001).loss();
  }

  @Test
  void aSeedDecidesAndFrozenArraysStay() {
    Features features = features();
    Head head = new Head(CLASSES, 64, 0.4, true);
    Weights first = trained(head, features, 5);
    assertThat(trained(head, features, 5)).isEqualTo(first);
    assertThat(trained(head, features, 6)).isNotEqualTo(first);
    Weights initial = HeadWeights.initial(head, features.values(), new SplittableRandom(5).split());
    assertThat(first.of(Head.STANDARDIZE)).isEqualTo(initial.of(Head.STANDARDIZE));
    assertThat(first.of(Head.HIDDEN)).isNotEqualTo(initial.of(Head.HIDDEN));
  }

  @Test
  void aLossThatIsNoNumberEndsTheWorkAndNamesTheEpoch() {
    Features features = features();
    features.values().values()[3] = Float.NaN;
    assertThatThrownBy(() -> trained(HEAD, features, 1))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("in epoch 1");
  }

  @Test
  void ratesFallAsKerasAndTheCosineSay() {
    assertThat(Recipe.SEED.schedule().rate(1000, 2000)).isCloseTo(0.003 / 1.001, within(1e-12));
    assertThat(Recipe.SAFE.schedule().rate(0, 100)).isEqualTo(0.002);
    assertThat(Recipe.SAFE.schedule().rate(50, 100)).isCloseTo(0.001, within(1e-12));
  }

  @Test
  void ordersArePermutations() {
    int[] order = Shuffle.order(100, new SplittableRandom(1));
    assertThat(order).containsExactlyInAnyOrder(IntStream.range(0, 100).toArray());
    assertThat(order).isNotEqualTo(IntStream.range(0, 100).toArray());
    assertThat(Shuffle.slice(order, 96, 8)).hasSize(4);
  }

  private static Weights trained(Head head, Features features, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Weights initial = HeadWeights.initial(head, features.values(), random.split());
    Model start = head.alone(WIDTH, initial);
    Recipe short3 = Recipe.SAFE.with(Recipe.SAFE.schedule().withEpochs(3));
    return new HeadTrainer(head, short3, start, random.split())
        .train(features, (epoch, loss, accuracy) -> {});
  }

  private static Model start() {
    Weights weights =
        Weights.builder()
            .put(Head.HIDDEN, Weights.KERNEL, uniform(2, Math.sqrt(6.0 / WIDTH), WIDTH, 64))
            .put(Head.HIDDEN, Weights.BIAS, new Tensor(new float[64], 64))
            .put(Head.LOGITS, Weights.KERNEL, uniform(4, Math.sqrt(6.0 / 64), 64, CLASSES))
            .put(Head.LOGITS, Weights.BIAS, new Tensor(new float[CLASSES], CLASSES))
            .build();
    return HEAD.alone(WIDTH, weights);
  }

  private static Features features() {
    int[] labels = IntStream.range(0, ROWS).map(row -> row % CLASSES).toArray();
    return new Features(
        uniform(1, 2, ROWS, WIDTH), labels, Collections.nCopies(ROWS, Path.of("image")));
  }

  private static INDArray rows(int step) {
    return Network.toNative(features().values()).getRows(indices(step));
  }

  private static int[] labels(int step) {
    return IntStream.of(indices(step)).map(row -> row % CLASSES).toArray();
  }

  private static int[] indices(int step) {
    return IntStream.range(0, BATCH).map(i -> (i + BATCH * step) % ROWS).toArray();
  }

  private static Tensor mask(int step) {
    float[] values = new float[BATCH * 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = Formula.uniform(100 + step, i) < 0.4 ? 0 : (float) (1 / 0.6);
    }
    return new Tensor(values, BATCH, 64);
  }

  private static Tensor uniform(int k, double limit, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * Formula.uniform(k, i) - 1) * limit);
    }
    return new Tensor(values, rows, columns);
  }
}

package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The head's training against real Keras ({@code scripts/fixtures/training_goldens.py}). */
class TrainingGoldenTest {
  private static final int STEPS = 100;
  private static final int BATCH = 8;
  private static final int ROWS = 40;
  private static final int WIDTH = 24;
  private static final int CLASSES = 5;
  private static final Head HEAD = new Head(CLASSES, 64, 0.4, false);

  static Stream<Arguments> recipesByBothWays() {
    return Stream.of(Recipe.SEED, Recipe.SAFE)
        .flatMap(
            recipe ->
                Arrays.stream(ObjectiveTest.Way.values()).map(way -> Arguments.of(recipe, way)));
  }

  @ParameterizedTest
  @MethodSource("recipesByBothWays")
  void lossesAndWeightsFollowKerasForAHundredSteps(Recipe recipe, ObjectiveTest.Way way) {
    Map<String, NpyArray> keras =
        NpzFile.read(Path.of("src/test/resources/goldens/training_" + recipe.name() + ".npz"));
    Objective objective = way.of(start());
    PhaseSetup setup = new PhaseSetup("head", HEAD, recipe.phase(), recipe.loss(), new Draws(1, 0));
    PhaseTrainer trainer = new PhaseTrainer(setup, objective);
    for (int s = 0; s < STEPS; s++) {
      double rate = recipe.phase().schedule().rate(s, STEPS);
      Gradients result = trainer.step(batch(recipe.loss(), s), rate);
      float expected = keras.get("loss").values()[s];
      assertThat(result.loss()).as("loss of step %d", s).isCloseTo(expected, within(1e-5));
      if (keras.containsKey(s + 1 + "/kernel1")) {
        assertWeights(Snapshot.of(objective.parameters()), keras, s + 1);
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
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly(expected.values());
  }

  @Test
  void aSeedDecidesAndFrozenArraysStay() {
    Features features = features();
    Head head = new Head(CLASSES, 64, 0.4, true);
    Weights first = trained(head, features, 5);
    assertThat(trained(head, features, 5)).isEqualTo(first);
    assertThat(trained(head, features, 6)).isNotEqualTo(first);
    Weights initial =
        HeadWeights.initial(
            head, features.values(), new Draws(5, 0).once(Training.INITIAL_WEIGHTS));
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

  private static Weights trained(Head head, Features features, long seed) {
    Recipe short3 = Recipe.SAFE.with(Recipe.SAFE.phase().schedule().withEpochs(3));
    return new Training(short3, seed, 0, (metrics, of) -> {}).head(head, features);
  }

  private static Batch batch(Loss loss, int step) {
    float[] ones = new float[BATCH];
    Arrays.fill(ones, 1);
    return new Batch(
        Map.of("features", rows(step)),
        loss.targets(labels(step), CLASSES),
        Tensor.vector(ones),
        mask(step));
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

package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.graft.failure.WorkFailedException;
import org.graft.feature.Features;
import org.graft.fixture.DenseHead;
import org.graft.fixture.Formula;
import org.graft.fixture.SmallNetworks;
import org.graft.graph.Criterion;
import org.graft.graph.SameDiffNetwork;
import org.graft.head.Head;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Arithmetic;
import org.graft.plan.BatchNorm;
import org.graft.plan.Concat;
import org.graft.plan.Conv2d;
import org.graft.plan.Dense;
import org.graft.plan.Dropout;
import org.graft.plan.Elementwise;
import org.graft.plan.GlobalPool;
import org.graft.plan.Input;
import org.graft.plan.Model;
import org.graft.plan.Padding;
import org.graft.plan.Plan;
import org.graft.plan.Reduction;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.plan.Window;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.graft.train.optimizer.Adam;
import org.graft.train.optimizer.Optimizer;
import org.graft.train.optimizer.RmsProp;
import org.graft.train.optimizer.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The head's training against real Keras ({@code scripts/fixtures/training_goldens.py}). */
class TrainingGoldenTest {
  private static final int STEPS = 100;
  private static final int BATCH = 8;
  private static final int ROWS = 40;
  private static final int WIDTH = 24;
  private static final int CLASSES = 5;
  private static final Head HEAD = DenseHead.of(CLASSES, 64, 0.4, false);
  private static final Task TASK = NumberedClasses.of(HEAD.classes());

  static Stream<Arguments> recipesByBothWays() {
    return byBothWays(
        Stream.of(Recipe.SEED, Recipe.SAFE)
            .map(recipe -> List.of(recipe.name(), recipe.phase(), recipe.loss())));
  }

  static Stream<Arguments> optimizersByBothWays() {
    Adam adam = Adam.KERAS;
    return byBothWays(
        Stream.of(
            List.of("rmsprop", phase(new RmsProp(0.8, 0.5, 1e-7, true), 0.001, 0), Loss.PLAIN),
            List.of("sgd", phase(new Sgd(0.9, false), 0.01, 0), Loss.PLAIN),
            List.of("nesterov", phase(new Sgd(0.9, true), 0.01, 0), Loss.PLAIN),
            List.of("adam", phase(adam, 0.001, 0), Loss.PLAIN),
            List.of("adamw", phase(adam, 0.001, 0.004), Loss.PLAIN),
            List.of("weighted", phase(new Sgd(0, false), 0.01, 0), Loss.PLAIN)));
  }

  private static Stream<Arguments> byBothWays(Stream<List<Object>> cases) {
    return cases.flatMap(
        c ->
            Arrays.stream(ObjectiveTest.Way.values())
                .map(way -> Arguments.of(c.get(0), c.get(1), c.get(2), way)));
  }

  private static Phase phase(Optimizer optimizer, double rate, double weightDecay) {
    return new Phase(optimizer, new Schedule(1, BATCH, rate, 0, false), weightDecay, 0);
  }

  @ParameterizedTest
  @MethodSource({"recipesByBothWays", "optimizersByBothWays"})
  void lossesAndWeightsFollowKerasForAHundredSteps(
      String golden, Phase phase, Loss loss, ObjectiveTest.Way way) {
    Map<String, NpyArray> keras = golden(golden);
    Objective objective = way.of(start());
    Steps trainer = new Steps(phase, objective);
    for (int s = 0; s < STEPS; s++) {
      Batch batch = batch(loss, s, golden.equals("weighted"));
      Gradients result = trainer.step(batch, phase.schedule().rate(s, STEPS));
      float expected = keras.get("loss").values()[s];
      assertThat(result.loss()).as("loss of step %d", s).isCloseTo(expected, within(1e-5));
      if (keras.containsKey(s + 1 + "/kernel1")) {
        assertWeights(Snapshot.of(objective.parameters()), keras, s + 1);
      }
    }
  }

  /** Class weights of 0.5 to 2.5, which no counts of images give. */
  private static Tensor weights(int step, boolean byClass) {
    float[] weights = new float[BATCH];
    for (int i = 0; i < BATCH; i++) {
      weights[i] = byClass ? (labels(step)[i] + 1) / 2f : 1;
    }
    return Tensor.vector(weights);
  }

  /** Convolution, frozen BatchNorm, sum, depthwise convolution, pools, concatenation, head. */
  @ParameterizedTest
  @EnumSource(ObjectiveTest.Way.class)
  void aTailFollowsKerasForFortySteps(ObjectiveTest.Way way) {
    Map<String, NpyArray> keras = golden("tail");
    Model tail = tail();
    Objective objective = way.of(tail);
    Phase phase = phase(new Sgd(0.9, false), 0.01, 0);
    Steps trainer = new Steps(phase, objective);
    for (int s = 0; s < 40; s++) {
      double loss = trainer.step(tailBatch(s), 0.01).loss();
      assertThat(loss)
          .as("loss of step %d", s)
          .isCloseTo(keras.get("loss").values()[s], within(1e-5));
    }
    Weights found = tail.weights().with(Snapshot.of(objective.parameters()));
    found
        .byLayer()
        .forEach(
            (layer, arrays) ->
                arrays.forEach(
                    (name, tensor) -> assertClose(tensor, keras.get(layer + "/" + name))));
  }

  private static Model tail() {
    Size2d one = Size2d.square(1);
    Size2d three = Size2d.square(3);
    Plan plan =
        new Plan(
            List.of(
                new Input("a", Shape.square(7, 4)),
                new Input("b", Shape.square(7, 6)),
                new Conv2d(
                    "conv",
                    "a",
                    6,
                    new Window(three, one, Padding.SAME),
                    1,
                    false,
                    Activation.LINEAR),
                new BatchNorm("conv_bn", "conv", 1e-3, true, true),
                new Activate("conv_relu", "conv_bn", Activation.RELU),
                new Elementwise("sum", List.of("conv_relu", "b"), Arithmetic.ADD),
                SmallNetworks.depthwise("depthwise", "sum", 1, three, one, Padding.SAME),
                new BatchNorm("depthwise_bn", "depthwise", 1e-3, true, true),
                new Activate("depthwise_relu", "depthwise_bn", Activation.RELU6),
                SmallNetworks.pool("average", "sum", Reduction.MEAN, three, one, Padding.SAME),
                new Concat("branches", List.of("depthwise_relu", "average")),
                SmallNetworks.pool(
                    "most",
                    "branches",
                    Reduction.MAX,
                    Size2d.square(2),
                    Size2d.square(2),
                    Padding.VALID),
                SmallNetworks.conv("point", "most", 8, one, one, Padding.SAME, Activation.RELU),
                new GlobalPool("head_pool", "point", Reduction.MEAN, false),
                new Dense(Head.HIDDEN, "head_pool", 6, true, Activation.RELU),
                new Dropout(Head.DROPOUT, Head.HIDDEN, 0.25),
                new Dense(Head.LOGITS, Head.DROPOUT, 3, true, Activation.LINEAR)));
    return new Model(plan, Formula.weights(plan));
  }

  private static Batch tailBatch(int step) {
    int[] rows = IntStream.range(0, BATCH).map(i -> (i + BATCH * step) % 16).toArray();
    int[] labels = IntStream.of(rows).map(row -> row % 3).toArray();
    return new Batch(
        Map.of("a", maps(501, 4, rows), "b", maps(502, 6, rows)),
        Loss.PLAIN.targets(NumberedClasses.of(3), labels),
        weights(step, false),
        Map.of(Head.DROPOUT, mask(step, 6, 0.25)));
  }

  private static Tensor maps(int k, int channels, int... rows) {
    Tensor chosen = chosen(uniform(k, 2, 16, 7 * 7 * channels), rows);
    return new Tensor(chosen.values(), rows.length, 7, 7, channels);
  }

  @Test
  void logisticRegressionFindsTheMinimumThatNewtonFinds() {
    Map<String, NpyArray> newton = golden("logistic");
    INDArray x = Nd4j.hstack(SameDiffNetwork.toNative(features().values()), Nd4j.ones(ROWS, 1));
    int[] labels = features().labels();
    LogisticRegression regression =
        new LogisticRegression(
            List.of(
                new LogisticRegression.Block(
                    x.castTo(DataType.DOUBLE),
                    Loss.PLAIN.targets(NumberedClasses.of(CLASSES), labels),
                    Loss.PLAIN.weights(labels, CLASSES))),
            ROWS,
            new Shape(WIDTH + 1, CLASSES),
            Criterion.SOFTMAX,
            0.01);
    Weights found = regression.solve();
    assertThat(found.get(Head.LOGITS, Weights.KERNEL).values())
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(newton.get("kernel").values());
    double[] flat = new double[(WIDTH + 1) * CLASSES];
    Arrays.setAll(
        flat,
        i ->
            i < WIDTH * CLASSES
                ? newton.get("kernel").values()[i]
                : newton.get("bias").values()[i - WIDTH * CLASSES]);
    assertThat(regression.at(flat).value())
        .isCloseTo(newton.get("objective").values()[0], within(1e-6));
    assertThat(regression.at(flat).gradientNorm()).isLessThan(1e-5);
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
    Head head = DenseHead.of(CLASSES, 64, 0.4, true);
    Weights first = trained(head, features, 5);
    assertThat(trained(head, features, 5)).isEqualTo(first);
    assertThat(trained(head, features, 6)).isNotEqualTo(first);
    Weights initial =
        head.initial(features.values(), new Draws(5, 0).once(TrainingPhases.INITIAL_WEIGHTS));
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
    Recipe short3 = Recipe.SAFE.withSchedule(Recipe.SAFE.phase().schedule().withEpochs(3));
    return new TrainingPhases(
            short3, TASK, SamplingPlans.of(seed, 0, 1), Checkpointer.NONE, TrainListener.NONE)
        .head(head, features);
  }

  private static Batch batch(Loss loss, int step, boolean byClass) {
    return new Batch(
        Map.of("features", rows(step)),
        loss.targets(NumberedClasses.of(CLASSES), labels(step)),
        weights(step, byClass),
        Map.of(Head.DROPOUT, mask(step, 64, 0.4)));
  }

  private static Map<String, NpyArray> golden(String name) {
    return NpzFile.read(Path.of("src/test/resources/goldens/training_" + name + ".npz"));
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

  private static Tensor rows(int step) {
    return chosen(features().values(), indices(step));
  }

  private static Tensor chosen(Tensor all, int... rows) {
    int width = all.shape()[1];
    float[] values = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(all.values(), rows[i] * width, values, i * width, width);
    }
    return new Tensor(values, rows.length, width);
  }

  private static int[] labels(int step) {
    return IntStream.of(indices(step)).map(row -> row % CLASSES).toArray();
  }

  private static int[] indices(int step) {
    return IntStream.range(0, BATCH).map(i -> (i + BATCH * step) % ROWS).toArray();
  }

  private static Tensor mask(int step, int units, double rate) {
    float[] values = new float[BATCH * units];
    for (int i = 0; i < values.length; i++) {
      values[i] = Formula.uniform(100 + step, i) < rate ? 0 : (float) (1 / (1 - rate));
    }
    return new Tensor(values, BATCH, units);
  }

  private static Tensor uniform(int k, double limit, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * Formula.uniform(k, i) - 1) * limit);
    }
    return new Tensor(values, rows, columns);
  }
}

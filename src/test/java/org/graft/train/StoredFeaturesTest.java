package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.graft.feature.Features;
import org.graft.feature.RowSpace;
import org.graft.feature.RowWriter;
import org.graft.fixture.DenseHead;
import org.graft.fixture.Formula;
import org.graft.graph.Criterion;
import org.graft.head.Head;
import org.graft.head.LayeredHead;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Features on the disk train what the same features in memory train. */
class StoredFeaturesTest {
  private static final int IMAGES = 203;
  private static final int VARIANTS = 2;
  private static final int WIDTH = 11;
  private static final Head HEAD = DenseHead.of(3, 8, 0.4, true);
  private static final Task TASK = NumberedClasses.of(3);
  private static final Recipe RECIPE =
      Recipe.SAFE.withPhase(Recipe.SAFE.phase().withSchedule(new Schedule(4, 5, 0.01, 0, true)));

  /** Windows of fifteen rows of runs of three. */
  private static final Shuffle NARROW = new Shuffle(Integer.MAX_VALUE, 16 * WIDTH, 3 * WIDTH);

  /** The same where nothing is shuffled whole. */
  private static final Shuffle BY_RUNS = new Shuffle(0, 16 * WIDTH, 3 * WIDTH);

  @TempDir private Path folder;

  @Test
  void weightsAndEpochsAreTheSameToTheBit() {
    for (Shuffle shuffle : List.of(NARROW, BY_RUNS)) {
      Trained memory = train(RECIPE, features(false, VARIANTS), 0, shuffle);
      Trained disk = train(RECIPE, features(true, VARIANTS), 0, shuffle);
      assertThat(disk).isEqualTo(memory);
    }
    assertThat(train(RECIPE, features(true, VARIANTS), 0, BY_RUNS).weights())
        .isNotEqualTo(train(RECIPE, features(true, VARIANTS), 0, NARROW).weights());
    assertThat(train(RECIPE, features(true, VARIANTS), 0, NARROW))
        .isEqualTo(train(RECIPE, features(false, VARIANTS), 0, Shuffle.USUAL));
  }

  @Test
  void heldOutImagesTellTheSameEpoch() {
    Shuffle wide = new Shuffle(Integer.MAX_VALUE, 100 * WIDTH, 3 * WIDTH);
    Trained memory = train(RECIPE, features(false, 1), 0.25, wide);
    assertThat(train(RECIPE, features(true, 1), 0.25, wide)).isEqualTo(memory);
    assertThat(memory.metrics().get(0).validationLoss()).isNotNull();
    List<EpochMetrics> parted = train(RECIPE, features(true, 1), 0.25, NARROW).metrics();
    for (int i = 0; i < parted.size(); i++) {
      assertThat(parted.get(i).validationLoss())
          .isCloseTo(memory.metrics().get(i).validationLoss(), within(1e-7));
    }
  }

  @Test
  void whatWasLeftGoesOnFromTheDiskWithTheSameBits() {
    Trained undisturbed = train(RECIPE, features(false, VARIANTS), 0, BY_RUNS);
    Left left = new Left();
    TrainingPhases first = training(RECIPE, 0, left, BY_RUNS);
    assertThatThrownBy(() -> first.head(HEAD, features(true, VARIANTS)))
        .isInstanceOf(Left.Stopped.class);
    TrainingPhases second = training(RECIPE, 0, left, BY_RUNS);
    assertThat(second.head(HEAD, features(true, VARIANTS))).isEqualTo(undisturbed.weights());
  }

  @Test
  void logisticRegressionOfOneBlockIsTheSameToTheBit() {
    Head head = new Head(LayeredHead.LOGISTIC, 3);
    Recipe recipe = RECIPE.withHead(LayeredHead.LOGISTIC);
    Weights memory = training(recipe, 0, Checkpointer.NONE, NARROW).head(head, features(false, 1));
    Weights disk = training(recipe, 0, Checkpointer.NONE, NARROW).head(head, features(true, 1));
    assertThat(disk).isEqualTo(memory);
  }

  @Test
  void logisticRegressionAddsUpBlocks() {
    INDArray x = Nd4j.create(doubles(), new long[] {IMAGES, WIDTH}, 'c');
    int[] labels = features(false, 1).labels();
    Tensor targets = Loss.PLAIN.targets(TASK, labels);
    Tensor weights = Tensor.vector(floats(labels));
    LogisticRegression whole =
        regression(List.of(new LogisticRegression.Block(x, targets, weights)));
    List<LogisticRegression.Block> blocks = new ArrayList<>();
    for (int[] part : new int[][] {{0, 1}, {1, 90}, {90, IMAGES}}) {
      double[] rows = Arrays.copyOfRange(doubles(), part[0] * WIDTH, part[1] * WIDTH);
      blocks.add(
          new LogisticRegression.Block(
              Nd4j.create(rows, new long[] {part[1] - part[0], WIDTH}, 'c'),
              targets.part(part[0], part[1]),
              weights.part(part[0], part[1])));
    }
    LogisticRegression parted = regression(blocks);
    double[] place = Arrays.copyOf(doubles(), WIDTH * 3);
    assertThat(parted.at(place).value()).isCloseTo(whole.at(place).value(), within(1e-12));
    assertThat(parted.at(place).gradient())
        .usingComparatorWithPrecision(1e-12)
        .containsExactly(whole.at(place).gradient());
    assertThat(parted.solve().get(Head.LOGITS, Weights.KERNEL).values())
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(whole.solve().get(Head.LOGITS, Weights.KERNEL).values());
  }

  private static LogisticRegression regression(List<LogisticRegression.Block> blocks) {
    return new LogisticRegression(blocks, IMAGES, new Shape(WIDTH, 3), Criterion.SOFTMAX, 0.02);
  }

  @Test
  void aWindowIsMadeOfRunsAndAnEpochOfAllRows() {
    int[] order = new Draws(7, 0).order(1000, 3, 10, 100);
    assertThat(order).doesNotHaveDuplicates().hasSize(1000).contains(0, 999);
    assertThat(order).isNotEqualTo(new Draws(7, 0).order(1000, 4, 10, 100));
    assertThat(order).isEqualTo(new Draws(7, 0).order(1000, 3, 10, 100));
    for (int from = 0; from < 1000; from += 100) {
      int[] runs = Arrays.stream(order, from, from + 100).map(row -> row / 10).toArray();
      assertThat(Arrays.stream(runs).distinct().count()).isEqualTo(10);
      assertThat(runs).isNotEqualTo(Arrays.stream(runs).sorted().toArray());
    }
    assertThat(new Draws(7, 0).order(7, 0, 10, 100)).containsOnly(0, 1, 2, 3, 4, 5, 6).hasSize(7);
  }

  @Test
  void whatFitsAnArrayIsShuffledWhole() {
    Examples some = new Examples(features(true, 1), Map.of());
    Draws draws = new Draws(1, 0);
    assertThat(Shuffle.USUAL.order(draws, some, 2, 5)).isEqualTo(draws.order(IMAGES, 2));
    assertThat(BY_RUNS.order(draws, some, 2, 5)).isEqualTo(draws.order(IMAGES, 2, 3, 15));
  }

  @Test
  void whatEntersEachInputIsItsColumns() {
    Tensor rows = new Tensor(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("a", new Shape(1));
    shapes.put("b", new Shape(2));
    Features features = new Features(rows, new int[2], List.of(Path.of("0"), Path.of("1")));
    assertThat(new Examples(features, shapes).inputs(new int[] {1, 0}, 0))
        .containsOnly(
            Map.entry("a", new Tensor(new float[] {4, 1}, 2, 1)),
            Map.entry("b", new Tensor(new float[] {5, 6, 2, 3}, 2, 2)));
  }

  private record Trained(Weights weights, List<EpochMetrics> metrics) {}

  private static Trained train(Recipe recipe, Features features, double share, Shuffle shuffle) {
    int variants = features.count() / IMAGES;
    SamplingPlan sampling = SamplingPlans.of(5, share, variants, shuffle);
    TrainingPhases training =
        new TrainingPhases(recipe, TASK, sampling, Checkpointer.NONE, TrainListener.NONE);
    Weights weights = training.head(HEAD, features);
    return new Trained(
        weights, training.metrics().stream().map(StoredFeaturesTest::untimed).toList());
  }

  private static TrainingPhases training(
      Recipe recipe, double share, Checkpointer progress, Shuffle shuffle) {
    int variants = recipe.head().convex() ? 1 : VARIANTS;
    return new TrainingPhases(
        recipe, TASK, SamplingPlans.of(5, share, variants, shuffle), progress, TrainListener.NONE);
  }

  private static EpochMetrics untimed(EpochMetrics m) {
    return new EpochMetrics(
        m.phase(),
        m.epoch(),
        m.loss(),
        m.accuracy(),
        m.learningRate(),
        0.0,
        m.validationLoss(),
        m.validationAccuracy());
  }

  private Features features(boolean stored, int variants) {
    int rows = variants * IMAGES;
    RowWriter writer = new RowSpace(folder, stored ? 0 : Long.MAX_VALUE).open(rows, WIDTH);
    int[] labels = new int[rows];
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      labels[i] = i % IMAGES % 3;
      files.add(Path.of(i % IMAGES + ".jpg"));
      float[] row = new float[WIDTH];
      for (int c = 0; c < WIDTH; c++) {
        row[c] = (float) Formula.uniform(1, i * WIDTH + c) + (c == labels[i] ? 0.5f : 0);
      }
      writer.put(i, row);
    }
    return new Features(writer.rows(IntStream.range(0, rows).toArray()), labels, files);
  }

  private static double[] doubles() {
    return IntStream.range(0, IMAGES * WIDTH)
        .mapToDouble(i -> Formula.uniform(3, i) - 0.5)
        .toArray();
  }

  private static float[] floats(int... labels) {
    float[] floats = new float[labels.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = 1 + labels[i];
    }
    return floats;
  }

  /** Keeps what a training keeps, and stops the first after two epochs. */
  private static final class Left implements Checkpointer {
    private static final class Stopped extends RuntimeException {
      private static final long serialVersionUID = 1;
    }

    private TrainState kept;
    private String examples;

    @Override
    public Optional<TrainState> restored(int phase, String found) {
      assertThat(examples == null || examples.equals(found)).isTrue();
      examples = found;
      return Optional.ofNullable(kept);
    }

    @Override
    public void epoch(EpochMetrics metrics, Supplier<TrainState> state) {
      if (metrics.epoch() == 2 && kept == null) {
        kept = state.get();
        throw new Stopped();
      }
    }
  }
}

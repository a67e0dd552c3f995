package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.graft.experiment.Verdict;
import org.graft.failure.WorkFailedException;
import org.graft.feature.Features;
import org.graft.feature.RowSpace;
import org.graft.fixture.DenseHead;
import org.graft.fixture.Formula;
import org.graft.fixture.SmallNetworks;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.head.Head;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Whole trainings of a head on a few features. */
class TrainingTest {
  private static final int ROWS = 37;
  private static final int WIDTH = 10;
  private static final int CLASSES = 3;
  private static final Head HEAD = DenseHead.of(CLASSES, 16, 0.4, true);
  private static final Task TASK = NumberedClasses.of(HEAD.classes());
  private static final Recipe QUICK = Recipe.SAFE.withSchedule(new Schedule(25, 20, 0.02, 0, true));
  private static final List<String> NAMES = List.of("a", "b", "c");

  @Test
  void baseStaysToTheBitAndTheGraftedModelIsTheHeadOnIt() {
    Model base = SmallNetworks.mobileNet(17).upTo("dw3");
    Map<String, Map<String, Tensor>> before = copy(base.weights());
    INDArray images = SmallNetworks.images(12, 17);
    Features features = features(run(Head.pooled(base), images));
    Weights trained = train(HEAD, QUICK, features, 1);
    Model whole = HEAD.graftedOn(base, trained);
    assertThat(base.weights().byLayer()).isEqualTo(before);
    before.forEach((layer, arrays) -> assertThat(whole.weights().of(layer)).isEqualTo(arrays));
    Features alone =
        TailRunner.of(HEAD.alone(features.width(), trained)).run(features, RowSpace.USUAL);
    assertThat(run(whole, images).values())
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly(alone.values().values());
  }

  @Test
  void anEpochCountsEveryImageOnceWhateverTheBatch() {
    Head sure = DenseHead.of(CLASSES, 16, 0, true);
    double[] whole = firstEpoch(sure, ROWS);
    double[] parts = firstEpoch(sure, 8);
    assertThat(parts[0]).isCloseTo(whole[0], within(1e-5));
    assertThat(parts[1]).isEqualTo(whole[1]);
  }

  /** Mean loss and accuracy of an epoch that changes nothing. */
  private static double[] firstEpoch(Head head, int batch) {
    Recipe still = Recipe.SAFE.withSchedule(new Schedule(1, batch, 0, 0, false));
    EpochMetrics first = metrics(head, still).get(0);
    return new double[] {first.loss(), first.accuracy()};
  }

  @Test
  void epochsAreToldInOrderAndTheLossFalls() {
    List<EpochMetrics> metrics = metrics(HEAD, QUICK);
    assertThat(metrics)
        .extracting(EpochMetrics::epoch)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 25).boxed().toList());
    assertThat(metrics.get(24).loss()).isLessThan(0.6 * metrics.get(0).loss());
  }

  @Test
  void separableFeaturesAreLearnt() {
    Features features = separable();
    assertThat(evaluation(features, train(HEAD, QUICK, features, 2)).accuracy()).isOne();
  }

  @Test
  void aSingleClassIsLearntAndIsNoAchievement() {
    Features separable = separable();
    int[] ones = IntStream.generate(() -> 1).limit(ROWS).toArray();
    Features features = new Features(separable.values(), ones, separable.files());
    Evaluation evaluation = evaluation(features, train(HEAD, QUICK, features, 2));
    assertThat(evaluation.accuracy()).isOne();
    assertThat(evaluation.baseRate()).isOne();
    assertThat(Verdict.of(evaluation)).isEqualTo(Verdict.BASE_RATE);
  }

  @Test
  void theEpochInWhichTheLossIsNoNumberIsNamed() {
    assertThatThrownBy(() -> train(HEAD, wild(3), separable(), 1))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("the loss became NaN in epoch 2")
        .hasMessageContaining("Schedule.learningRate()");
  }

  @Test
  void aLastStepThatBreaksTheHeadIsFoundWhenItRuns() {
    Features features = separable();
    Model broken = HEAD.alone(WIDTH, train(HEAD, wild(1), features, 1));
    assertThatThrownBy(() -> TailRunner.of(broken).run(features, RowSpace.USUAL))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("the trained head gives NaN");
  }

  /** One step an epoch, so wide that the head overflows. */
  private static Recipe wild(int epochs) {
    return Recipe.SEED.withSchedule(new Schedule(epochs, ROWS, 1e20, 0, false));
  }

  private static Weights train(Head head, Recipe recipe, Features features, long seed) {
    return new TrainingPhases(
            recipe, TASK, SamplingPlans.of(seed, 0, 1), Checkpointer.NONE, TrainListener.NONE)
        .head(head, features);
  }

  private static List<EpochMetrics> metrics(Head head, Recipe recipe) {
    TrainingPhases training =
        new TrainingPhases(
            recipe, TASK, SamplingPlans.of(3, 0, 1), Checkpointer.NONE, TrainListener.NONE);
    training.head(head, separable());
    return training.metrics();
  }

  private static Evaluation evaluation(Features features, Weights weights) {
    return Evaluation.of(
        new Classes(NAMES),
        TailRunner.of(HEAD.alone(WIDTH, weights)).run(features, RowSpace.USUAL));
  }

  /** Features of which one for each class stands out. */
  private static Features separable() {
    float[] values = new float[ROWS * WIDTH];
    for (int i = 0; i < values.length; i++) {
      boolean own = i % WIDTH == i / WIDTH % CLASSES;
      values[i] = (float) Formula.uniform(1, i) + (own ? 2 : 0);
    }
    return features(new Tensor(values, ROWS, WIDTH));
  }

  private static Features features(Tensor values) {
    int rows = values.shape()[0];
    int[] labels = IntStream.range(0, rows).map(i -> i % CLASSES).toArray();
    return new Features(values, labels, Collections.nCopies(rows, Path.of("image")));
  }

  private static Tensor run(Model model, INDArray images) {
    return SameDiffNetwork.fromNative(Emitter.inference(model).run(images));
  }

  private static Map<String, Map<String, Tensor>> copy(Weights weights) {
    Map<String, Map<String, Tensor>> copy = new LinkedHashMap<>();
    weights
        .byLayer()
        .forEach(
            (layer, arrays) -> {
              Map<String, Tensor> own = new LinkedHashMap<>();
              arrays.forEach((name, t) -> own.put(name, new Tensor(t.values().clone(), t.shape())));
              copy.put(layer, own);
            });
    return copy;
  }
}

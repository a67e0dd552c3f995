package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;
import org.graft.feature.Features;
import org.graft.fixture.DenseHead;
import org.graft.fixture.Formula;
import org.graft.head.Head;
import org.graft.image.LabelSets;
import org.graft.image.Numbers;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.train.optimizer.Adam;
import org.graft.train.optimizer.Optimizer;
import org.graft.train.optimizer.RmsProp;
import org.graft.train.optimizer.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trainings that are left after some epochs and taken up again by another process. */
class ResumeTest {
  private static final int IMAGES = 24;
  private static final int VARIANTS = 3;
  private static final int WIDTH = 7;
  private static final Head HEAD = DenseHead.of(3, 8, 0.4, true);
  private static final Task TASK = NumberedClasses.of(HEAD.classes());
  private static final SamplingPlan SAMPLING = SamplingPlans.of(5, 0.25, VARIANTS);

  @TempDir private Path folder;

  static List<Optimizer> optimizers() {
    return List.of(
        RmsProp.KERAS, new RmsProp(0.9, 0.5, 1e-7, true), new Sgd(0.9, false), Adam.KERAS);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void whatWasLeftAnywhereEndsWithTheSameBits(Optimizer optimizer) {
    Recipe recipe = recipe(optimizer, 0);
    TrainingPhases undisturbed =
        new TrainingPhases(recipe, TASK, SAMPLING, Checkpointer.NONE, TrainListener.NONE);
    Weights expected = undisturbed.head(HEAD, features(1));
    for (int left : new int[] {1, 4, 6}) {
      Path own = folder.resolve("left-" + left);
      leave(recipe, own, left);
      TrainingPhases resumed =
          new TrainingPhases(
              recipe, TASK, SAMPLING, new Kept(own, Integer.MAX_VALUE), TrainListener.NONE);
      assertThat(resumed.head(HEAD, features(1))).isEqualTo(expected);
      assertThat(untimed(resumed.metrics())).isEqualTo(untimed(undisturbed.metrics()));
    }
  }

  @Test
  void whatAnotherOptimiserOrHeadLeftIsRefused() {
    leave(recipe(RmsProp.KERAS, 0), folder, 1);
    Kept kept = new Kept(folder, Integer.MAX_VALUE);
    TrainingPhases byAdam =
        new TrainingPhases(recipe(Adam.KERAS, 0), TASK, SAMPLING, kept, TrainListener.NONE);
    assertThatThrownBy(() -> byAdam.head(HEAD, features(1)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("phase 0 of the training was left with other slots of the optim");
    TrainingPhases wider =
        new TrainingPhases(recipe(RmsProp.KERAS, 0), TASK, SAMPLING, kept, TrainListener.NONE);
    assertThatThrownBy(() -> wider.head(DenseHead.of(3, 9, 0.4, true), features(1)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("phase 0 of the training was left with other arrays: expected {");
  }

  @Test
  void earlyStoppingCountsTheEpochsBefore() {
    Recipe recipe = recipe(new Sgd(0, false), 1);
    TrainingPhases undisturbed =
        new TrainingPhases(recipe, TASK, SAMPLING, Checkpointer.NONE, TrainListener.NONE);
    Weights expected = undisturbed.head(HEAD, features(1));
    leave(recipe, folder, 1);
    TrainingPhases resumed =
        new TrainingPhases(
            recipe, TASK, SAMPLING, new Kept(folder, Integer.MAX_VALUE), TrainListener.NONE);
    assertThat(resumed.head(HEAD, features(1))).isEqualTo(expected);
    assertThat(resumed.metrics()).hasSameSizeAs(undisturbed.metrics());
  }

  static List<Task> otherTasks() {
    return List.of(
        new SeveralLabels(
            List.of("a", "b", "c"),
            new LabelSets(List.of(List.of(0), List.of(0, 1), List.of(1, 2)))),
        new Regression(
            List.of("number"),
            new Numbers(List.of(1.0, 4.0, 10.0)),
            Scale.of(1, 4, 10),
            Distance.MSE),
        new Regression(
            List.of("number"),
            new Numbers(List.of(1.0, 4.0, 10.0)),
            Scale.of(1, 4, 10),
            Distance.HUBER));
  }

  @ParameterizedTest
  @MethodSource("otherTasks")
  void otherTasksEndWithTheSameBitsToo(Task task) {
    Head head = new Head(HEAD.style(), task.labels().size(), task.last());
    Recipe recipe = recipe(RmsProp.KERAS, 0);
    TrainingPhases undisturbed =
        new TrainingPhases(recipe, task, SAMPLING, Checkpointer.NONE, TrainListener.NONE);
    Weights expected = undisturbed.head(head, features(1));
    TrainingPhases left =
        new TrainingPhases(recipe, task, SAMPLING, new Kept(folder, 3), TrainListener.NONE);
    assertThatThrownBy(() -> left.head(head, features(1))).isInstanceOf(Stopped.class);
    TrainingPhases resumed =
        new TrainingPhases(
            recipe, task, SAMPLING, new Kept(folder, Integer.MAX_VALUE), TrainListener.NONE);
    assertThat(resumed.head(head, features(1))).isEqualTo(expected);
    assertThat(untimed(resumed.metrics())).isEqualTo(untimed(undisturbed.metrics()));
  }

  @Test
  void otherExamplesAreRefused() {
    leave(recipe(RmsProp.KERAS, 0), folder, 2);
    TrainingPhases resumed =
        new TrainingPhases(
            recipe(RmsProp.KERAS, 0),
            TASK,
            SAMPLING,
            new Kept(folder, Integer.MAX_VALUE),
            TrainListener.NONE);
    assertThatThrownBy(() -> resumed.head(HEAD, features(2)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("not those that it began with; train anew");
  }

  @Test
  void theCheckpointBeforeStaysWhenTheNextCannotBeWritten() throws IOException {
    Recipe recipe = recipe(RmsProp.KERAS, 0);
    leave(recipe, folder, 2);
    Path blocked = folder.resolve("phase-0-epoch-3.npz");
    Files.createDirectories(blocked.resolve("in the way"));
    TrainingPhases resumed =
        new TrainingPhases(
            recipe, TASK, SAMPLING, new Kept(folder, Integer.MAX_VALUE), TrainListener.NONE);
    assertThatThrownBy(() -> resumed.head(HEAD, features(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(blocked + " is a folder");
    assertThat(new Checkpoint(folder, 0).epochs()).isEqualTo(2);
    assertThat(folder.resolve("phase-0-epoch-2.npz")).exists();
  }

  @Test
  void onlyTheLastCheckpointIsKept() throws IOException {
    leave(recipe(RmsProp.KERAS, 0), folder, 4);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("phase-0.json", "phase-0-epoch-4.npz");
    }
  }

  @Test
  void aDamagedCheckpointIsRefused() throws IOException {
    leave(recipe(RmsProp.KERAS, 0), folder, 2);
    Path arrays = folder.resolve("phase-0-epoch-2.npz");
    byte[] bytes = Files.readAllBytes(arrays);
    bytes[bytes.length / 3] ^= 1;
    Files.write(arrays, bytes);
    TrainingPhases resumed =
        new TrainingPhases(
            recipe(RmsProp.KERAS, 0),
            TASK,
            SAMPLING,
            new Kept(folder, Integer.MAX_VALUE),
            TrainListener.NONE);
    assertThatThrownBy(() -> resumed.head(HEAD, features(1)))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining(arrays.toString());
  }

  @Test
  void whatIsNotFiniteIsNamedWithItsBatchAndLayer() {
    Features features = features(1);
    features.values().values()[3 * WIDTH + 2] = Float.POSITIVE_INFINITY;
    Recipe recipe = Recipe.SEED.withSchedule(new Schedule(1, 1, 0.01, 0, false));
    Head plain = DenseHead.of(3, 8, 0.4, false);
    TrainingPhases training =
        new TrainingPhases(
            recipe, TASK, SamplingPlans.of(5, 0, VARIANTS), Checkpointer.NONE, TrainListener.NONE);
    assertThatThrownBy(() -> training.head(plain, features))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageMatching(
            "the loss became NaN in epoch 1, batch \\d+ \\(3.jpg\\): features is the first layer"
                + " with values that are not finite; .*");
  }

  @Test
  void everyEpochShowsAnotherVariantUntilAllWereSeen() {
    Examples examples =
        new Examples(
            features(1),
            Map.of("x", new Shape(WIDTH)),
            VARIANTS,
            IntStream.range(0, IMAGES).toArray());
    assertThat(examples.count()).isEqualTo(IMAGES);
    int[] row = {5};
    List<Tensor> seen =
        IntStream.range(0, VARIANTS + 1)
            .mapToObj(epoch -> examples.inputs(row, epoch).get("x"))
            .toList();
    assertThat(seen.subList(0, VARIANTS)).doesNotHaveDuplicates();
    assertThat(seen.get(VARIANTS)).isEqualTo(seen.get(0));
  }

  /** Trains until {@code epochs} are over and is stopped there. */
  private static void leave(Recipe recipe, Path folder, int epochs) {
    TrainingPhases training =
        new TrainingPhases(recipe, TASK, SAMPLING, new Kept(folder, epochs), TrainListener.NONE);
    assertThatThrownBy(() -> training.head(HEAD, features(1))).isInstanceOf(Stopped.class);
  }

  private static Recipe recipe(Optimizer optimizer, int patience) {
    return Recipe.SAFE.withPhase(
        new Phase(optimizer, new Schedule(7, 5, 0.01, 1e-3, true), 0.1, patience));
  }

  private static Features features(int seed) {
    float[] values = new float[VARIANTS * IMAGES * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Formula.uniform(seed, i);
    }
    List<Path> files = new ArrayList<>();
    int[] labels = new int[VARIANTS * IMAGES];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % IMAGES % 3;
      files.add(Path.of(i % IMAGES + ".jpg"));
    }
    return new Features(new Tensor(values, labels.length, WIDTH), labels, files);
  }

  private static List<EpochMetrics> untimed(List<EpochMetrics> metrics) {
    return metrics.stream()
        .map(
            m ->
                new EpochMetrics(
                    m.phase(),
                    m.epoch(),
                    m.loss(),
                    m.accuracy(),
                    m.learningRate(),
                    0.0,
                    m.validationLoss(),
                    m.validationAccuracy()))
        .toList();
  }

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Keeps every epoch and stops after some. */
  private static final class Kept implements Checkpointer {
    private final Checkpoint checkpoint;
    private final int last;
    private String examples;

    private Kept(Path folder, int last) {
      this.checkpoint = new Checkpoint(folder, 0);
      this.last = last;
    }

    @Override
    public Optional<TrainState> restored(int phase, String of) {
      examples = of;
      return checkpoint.read(of);
    }

    @Override
    public void epoch(EpochMetrics metrics, Supplier<TrainState> state) {
      checkpoint.write(state.get(), examples);
      if (metrics.epoch() == last) {
        throw new Stopped();
      }
    }

    @Override
    public void phaseDone(Supplier<TrainState> state) {
      checkpoint.write(state.get(), examples);
    }
  }
}

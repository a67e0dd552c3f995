package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.graft.fixture.DenseHead;
import org.graft.fixture.Formula;
import org.graft.head.Head;
import org.graft.image.LabelSets;
import org.graft.image.Numbers;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.graft.train.optimizer.Sgd;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Heads for several labels and for a number take the steps that real Keras takes ({@code
 * task_goldens.py}).
 */
class TaskTrajectoryTest {
  private static final int STEPS = 100;
  private static final int BATCH = 8;
  private static final int ROWS = 40;
  private static final int WIDTH = 24;
  private static final int UNITS = 64;
  private static final int LABELS = 5;
  private static final Task SETS = new SeveralLabels(List.of("a", "b", "c", "d", "e"), sets());
  private static final Phase DESCENT =
      new Phase(new Sgd(0.9, false), new Schedule(1, BATCH, 0.001, 0, false), 0, 0);

  static Stream<Arguments> tasksByBothWays() {
    return Stream.of(true, false)
        .flatMap(
            byGraph ->
                Stream.of(
                    Arguments.of("labels", SETS, Recipe.SAFE.phase(), byGraph),
                    Arguments.of("mse", numbers(Distance.MSE), DESCENT, byGraph),
                    Arguments.of("huber", numbers(Distance.HUBER), DESCENT, byGraph)));
  }

  @ParameterizedTest
  @MethodSource("tasksByBothWays")
  void lossesAndWeightsFollowKerasForAHundredSteps(
      String golden, Task task, Phase phase, boolean byGraph) {
    Map<String, NpyArray> keras =
        NpzFile.read(Path.of("src/test/resources/goldens/task_" + golden + ".npz"));
    Loss loss = Recipe.SAFE.loss();
    try (Objective objective = objective(task, byGraph)) {
      Steps trainer = new Steps(phase, objective);
      for (int s = 0; s < STEPS; s++) {
        Gradients result = trainer.step(batch(task, loss, s), phase.schedule().rate(s, STEPS));
        assertThat(result.loss())
            .as("loss of step %d", s)
            .isCloseTo(keras.get("loss").values()[s], within(1e-5));
        if (keras.containsKey(s + 1 + "/kernel1")) {
          assertWeights(Snapshot.of(objective.parameters()), keras, s + 1);
        }
      }
    }
  }

  private static Objective objective(Task task, boolean byGraph) {
    Model start = start(task);
    return byGraph
        ? new GraphObjective(start, task.criterion())
        : TapeObjective.of(start, task.criterion()).orElseThrow();
  }

  /** Rows 0 to 39 are both to learn from and the answers. */
  private static Task numbers(Distance distance) {
    List<Double> numbers =
        IntStream.range(0, ROWS)
            .mapToObj(i -> 5 + 3 * Math.pow(2 * Formula.uniform(310, i) - 1, 3) * 8)
            .toList();
    double[] all = numbers.stream().mapToDouble(x -> x).toArray();
    return new Regression(List.of("number"), new Numbers(numbers), Scale.of(all), distance);
  }

  private static void assertWeights(Weights found, Map<String, NpyArray> keras, int step) {
    List<String> layers = List.of(Head.HIDDEN, Head.LOGITS);
    for (int i = 0; i < layers.size(); i++) {
      for (String parameter : List.of(Weights.KERNEL, Weights.BIAS)) {
        String name = step + "/" + parameter + (i + 1);
        assertThat(found.get(layers.get(i), parameter).values())
            .as(name)
            .usingComparatorWithPrecision(1e-5f)
            .containsExactly(keras.get(name).values());
      }
    }
  }

  private static LabelSets sets() {
    List<List<Integer>> sets = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      int i = row;
      sets.add(
          IntStream.range(0, LABELS).filter(j -> (3 * i + 5 * j + i * j) % 7 < 3).boxed().toList());
    }
    return new LabelSets(sets);
  }

  private static Batch batch(Task task, Loss loss, int step) {
    int[] rows = IntStream.range(0, BATCH).map(i -> (i + BATCH * step) % ROWS).toArray();
    float[] values = new float[BATCH * WIDTH];
    float[] mask = new float[BATCH * UNITS];
    for (int i = 0; i < values.length; i++) {
      int place = rows[i / WIDTH] * WIDTH + i % WIDTH;
      values[i] = (float) ((2 * Formula.uniform(1, place) - 1) * 2);
    }
    for (int i = 0; i < mask.length; i++) {
      mask[i] = Formula.uniform(100 + step, i) < 0.4 ? 0 : (float) (1 / 0.6);
    }
    return new Batch(
        Map.of("features", new Tensor(values, BATCH, WIDTH)),
        loss.targets(task, rows),
        loss.weights(rows, task.answers()),
        Map.of(Head.DROPOUT, new Tensor(mask, BATCH, UNITS)));
  }

  private static Model start(Task task) {
    int outputs = task.labels().size();
    Weights weights =
        Weights.builder()
            .put(Head.HIDDEN, Weights.KERNEL, uniform(2, Math.sqrt(6.0 / WIDTH), WIDTH, UNITS))
            .put(Head.HIDDEN, Weights.BIAS, Tensor.zeros(UNITS))
            .put(Head.LOGITS, Weights.KERNEL, uniform(4, Math.sqrt(6.0 / UNITS), UNITS, outputs))
            .put(Head.LOGITS, Weights.BIAS, Tensor.zeros(outputs))
            .build();
    Head plain = DenseHead.of(outputs, UNITS, 0.4, false);
    return new Head(plain.style(), outputs, task.last()).alone(WIDTH, weights);
  }

  private static Tensor uniform(int k, double limit, int... shape) {
    float[] values = new float[shape[0] * shape[1]];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * Formula.uniform(k, i) - 1) * limit);
    }
    return new Tensor(values, shape);
  }
}

package org.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.graft.fixture.Formula;
import org.graft.graph.Criterion;
import org.graft.head.Head;
import org.graft.head.HeadFunction;
import org.graft.head.HeadScope;
import org.graft.head.HeadStyle;
import org.graft.head.Masks;
import org.graft.head.Pooling;
import org.graft.head.WrittenHead;
import org.graft.plan.Model;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.storage.NpyArray;
import org.graft.storage.NpzFile;
import org.graft.train.optimizer.Optimizer;
import org.graft.train.optimizer.RmsProp;
import org.graft.train.optimizer.Sgd;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Heads of one's own take the steps that real Keras takes ({@code head_goldens.py}). */
class HeadTrajectoryTest {
  private static final int STEPS = 100;
  private static final int BATCH = 8;
  private static final int ROWS = 40;
  private static final int CLASSES = 5;

  private static SDVariable normalized(HeadScope head, SDVariable x, int width) {
    SDVariable centred = x.sub(x.mean(true, 1));
    SDVariable variance = head.graph().math().square(centred).mean(true, 1);
    return centred
        .div(head.graph().math().sqrt(variance.add(1e-3)))
        .mul(head.ones("norm.gamma", width))
        .add(head.zeros("norm.beta", width));
  }

  private static SDVariable residual(HeadScope head) {
    int width = head.shape().channels();
    SDVariable inner = head.graph().nn().relu(head.dense("first", head.features(), width, 32), 0);
    SDVariable block = head.dense("second", head.dropout(inner, 0.25), 32, width);
    SDVariable sum = normalized(head, block.add(head.features()), width);
    return head.dense("out", sum, width, head.outputs());
  }

  /** By products of matrices over all cells of a batch at once. */
  private static SDVariable attention(HeadScope head) {
    SameDiff sd = head.graph();
    SDVariable rows = sd.reshape(head.features(), -1, 8);
    SDVariable scores = sd.reshape(rows.mmul(head.kernel("scores.kernel", 8, 1)), -1, 9);
    SDVariable weights = sd.expandDims(sd.nn().softmax(scores, 1), 2);
    SDVariable pooled = sd.reshape(rows, -1, 9, 8).mul(weights).sum(1);
    SDVariable hidden = sd.nn().relu(head.dense("hidden", pooled, 8, 16), 0);
    return head.dense("out", hidden, 16, head.outputs());
  }

  @Test
  void residualBlockFollowsKeras() {
    follows(
        "residual",
        HeadTrajectoryTest::residual,
        new Shape(24),
        1,
        new Phase(RmsProp.KERAS, new Schedule(1, BATCH, 0.001, 0, false), 0, 0));
  }

  @Test
  void attentionPoolingFollowsKeras() {
    Optimizer momentum = new Sgd(0.9, false);
    follows(
        "attention",
        HeadTrajectoryTest::attention,
        new Shape(3, 3, 8),
        3,
        new Phase(momentum, new Schedule(1, BATCH, 0.01, 0, false), 0, 0));
  }

  private static void follows(
      String name, HeadFunction function, Shape features, int seed, Phase phase) {
    Map<String, NpyArray> keras =
        NpzFile.read(Path.of("src/test/resources/goldens/head_" + name + ".npz"));
    Pooling reads = features.rank() == 1 ? Pooling.MEAN : Pooling.NONE;
    HeadStyle style =
        new WrittenHead(name, false, reads, function)
            .settled(features, CLASSES, new SplittableRandom(1));
    Model alone = new Head(style, CLASSES).alone(features, weights(keras, style, features));
    try (Objective objective = new GraphObjective(alone, Criterion.SOFTMAX)) {
      Steps trainer = new Steps(phase, objective);
      float[] rows = uniform(seed, 2, ROWS * features.size());
      for (int s = 0; s < STEPS; s++) {
        Batch batch = batch(s, rows, features, objective);
        double loss = trainer.step(batch, phase.schedule().rate(s, STEPS)).loss();
        assertThat(loss).as("step %d", s).isCloseTo(keras.get("loss").values()[s], within(1e-5));
      }
      Weights found = Snapshot.of(objective.parameters());
      assertThat(found.of(Head.LOGITS)).hasSize(keras.size() - 1);
      found
          .of(Head.LOGITS)
          .forEach(
              (array, tensor) ->
                  assertThat(tensor.values())
                      .as(array)
                      .usingComparatorWithPrecision(1e-5f)
                      .containsExactly(keras.get(array.replace('.', '/')).values()));
    }
  }

  /** The arrays that Keras started from, which are counted in its order. */
  private static Weights weights(Map<String, NpyArray> keras, HeadStyle style, Shape features) {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    int n = 700;
    for (Map.Entry<String, NpyArray> entry : keras.entrySet()) {
      if (!entry.getKey().equals("loss")) {
        int[] shape = entry.getValue().shape();
        int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        arrays.put(entry.getKey().replace('/', '.'), new Tensor(uniform(n++, 0.3, size), shape));
      }
    }
    Weights.Builder weights = Weights.builder();
    style
        .initial(features, CLASSES, new SplittableRandom(1))
        .of(Head.LOGITS)
        .keySet()
        .forEach(array -> weights.put(Head.LOGITS, array, arrays.get(array)));
    return weights.build();
  }

  private static Batch batch(int step, float[] all, Shape features, Objective objective) {
    int[] rows = IntStream.range(0, BATCH).map(i -> (i + BATCH * step) % ROWS).toArray();
    int[] labels = IntStream.of(rows).map(row -> row % CLASSES).toArray();
    float[] values = new float[BATCH * features.size()];
    for (int i = 0; i < BATCH; i++) {
      System.arraycopy(
          all, rows[i] * features.size(), values, i * features.size(), features.size());
    }
    Map<String, Tensor> masks = new LinkedHashMap<>();
    for (Masks.DropoutMask mask : objective.masks()) {
      float[] kept = new float[BATCH * mask.shape().size()];
      for (int i = 0; i < kept.length; i++) {
        boolean dropped = Formula.uniform(100 + step, i) < mask.rate();
        kept[i] = dropped ? 0 : (float) (1 / (1 - mask.rate()));
      }
      masks.put(mask.name(), new Tensor(kept, mask.shape().batched(BATCH)));
    }
    return new Batch(
        Map.of("features", new Tensor(values, features.batched(BATCH))),
        Loss.PLAIN.targets(NumberedClasses.of(CLASSES), labels),
        Loss.PLAIN.weights(labels, CLASSES),
        masks);
  }

  private static float[] uniform(int k, double limit, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) ((2 * Formula.uniform(k, i) - 1) * limit);
    }
    return values;
  }
}

package org.graft.train;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.graft.failure.WorkFailedException;
import org.graft.feature.Features;
import org.graft.graph.Emitter;
import org.graft.graph.Network;
import org.graft.head.Head;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains a head on features with RMSprop and softmax cross-entropy. The loop is Graft's own over
 * SameDiff's gradients, since {@code fit()} reports no loss; order and dropout masks come from the
 * generator that is handed in, so that a seed decides the result.
 */
public final class HeadTrainer {
  private static final String TARGETS = "targets";
  private static final String LOSS = "loss";

  private final Head head;
  private final Recipe recipe;
  private final RandomGenerator random;
  private final Model start;
  private final Network network;
  private final RmsProp optimizer = new RmsProp();

  public HeadTrainer(Head head, Recipe recipe, Model start, RandomGenerator random) {
    this.head = head;
    this.recipe = recipe;
    this.random = random;
    this.start = start;
    this.network = Emitter.training(start, Set.copyOf(Head.trainable()));
    SameDiff graph = network.graph();
    SDVariable targets = graph.placeHolder(TARGETS, DataType.FLOAT, -1, head.classes());
    graph.loss().softmaxCrossEntropy(LOSS, targets, graph.getVariable(Head.LOGITS), null);
    graph.setLossVariables(LOSS);
  }

  /** Told after every epoch: its number from 1, the mean loss and the share predicted right. */
  @FunctionalInterface
  public interface EpochListener {
    void finished(int epoch, double loss, double accuracy);
  }

  /** Trains for the recipe's epochs and returns all weights of the head. */
  public Weights train(Features features, EpochListener listener) {
    Schedule schedule = recipe.schedule();
    INDArray all = Network.toNative(features.values());
    int batches = (features.count() + schedule.batch() - 1) / schedule.batch();
    for (int epoch = 0; epoch < schedule.epochs(); epoch++) {
      int[] order = Shuffle.order(features.count(), random);
      EpochSums sums = new EpochSums();
      for (int b = 0; b < batches; b++) {
        int[] rows = Shuffle.slice(order, b * schedule.batch(), schedule.batch());
        double rate = schedule.rate(epoch * batches + b, schedule.epochs() * batches);
        sums.add(rows.length, step(all.getRows(rows), rows, features.labels(), rate));
      }
      requireFinite(sums.loss(), epoch + 1);
      listener.finished(epoch + 1, sums.loss(), sums.accuracy());
    }
    return weights();
  }

  /** One step on one batch: the loss before it, and how many were predicted right. */
  private StepResult step(INDArray rows, int[] indices, int[] labels, double rate) {
    Map<String, INDArray> feed = new HashMap<>();
    feed.put(network.input(), rows);
    feed.put(TARGETS, targets(indices, labels));
    feed.put(Network.variable(Head.DROPOUT, "mask"), mask(indices.length));
    SameDiff graph = network.graph();
    List<String> variables = variables();
    OutAndGrad result =
        graph.calculateGradientsAndOutputs(feed, List.of(LOSS, Head.LOGITS), variables);
    for (String variable : variables) {
      INDArray gradient = result.getGradients().get(variable);
      INDArray weight = graph.getVariable(variable).getArr();
      if (recipe.weightDecay() > 0 && variable.endsWith(Weights.KERNEL)) {
        weight.muli(1 - rate * recipe.weightDecay());
      }
      optimizer.update(variable, weight, gradient, rate);
    }
    INDArray logits = result.getOutputs().get(Head.LOGITS);
    double loss = result.getOutputs().get(LOSS).getDouble(0);
    return new StepResult(loss, correct(logits, indices, labels));
  }

  private static List<String> variables() {
    return Head.trainable().stream()
        .flatMap(
            l ->
                List.of(Network.variable(l, Weights.KERNEL), Network.variable(l, Weights.BIAS))
                    .stream())
        .toList();
  }

  private INDArray targets(int[] rows, int[] labels) {
    float[] values = new float[rows.length * head.classes()];
    Arrays.fill(values, (float) (recipe.labelSmoothing() / head.classes()));
    for (int i = 0; i < rows.length; i++) {
      values[i * head.classes() + labels[rows[i]]] += (float) (1 - recipe.labelSmoothing());
    }
    return Network.toNative(new Tensor(values, rows.length, head.classes()));
  }

  /** Inverted dropout: 0, or {@code 1 / (1 - rate)} for what is kept. */
  private INDArray mask(int rows) {
    float[] values = new float[rows * head.units()];
    float kept = (float) (1 / (1 - head.dropout()));
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble() < head.dropout() ? 0 : kept;
    }
    return Network.toNative(new Tensor(values, rows, head.units()));
  }

  private static int correct(INDArray logits, int[] rows, int[] labels) {
    INDArray best = Nd4j.argMax(logits, 1);
    int correct = 0;
    for (int i = 0; i < rows.length; i++) {
      correct += best.getInt(i) == labels[rows[i]] ? 1 : 0;
    }
    return correct;
  }

  private static void requireFinite(double loss, int epoch) {
    if (!Double.isFinite(loss)) {
      throw new WorkFailedException(
          "the loss became "
              + loss
              + " in epoch "
              + epoch
              + "; a lower --learning-rate or the right --preprocessing helps");
    }
  }

  private Weights weights() {
    Weights.Builder weights = Weights.builder().putAll(start.weights());
    for (String layer : Head.trainable()) {
      for (String parameter : List.of(Weights.KERNEL, Weights.BIAS)) {
        INDArray array = network.graph().getVariable(Network.variable(layer, parameter)).getArr();
        weights.put(layer, parameter, Network.fromNative(array));
      }
    }
    return weights.build();
  }
}

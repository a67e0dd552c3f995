package org.graft.train;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * A head in training: softmax cross-entropy over a batch, its gradients by SameDiff, and one step
 * of RMSprop. What is random, order and dropout, is handed in.
 */
final class HeadStep {
  private static final String TARGETS = "targets";
  private static final String LOSS = "loss";
  private static final List<String> VARIABLES =
      Head.trainable().stream()
          .flatMap(
              layer ->
                  List.of(
                      Network.variable(layer, Weights.KERNEL),
                      Network.variable(layer, Weights.BIAS))
                      .stream())
          .toList();

  private final Head head;
  private final Recipe recipe;
  private final Model start;
  private final Network network;
  private final RmsProp optimizer = new RmsProp();

  HeadStep(Head head, Recipe recipe, Model start) {
    this.head = head;
    this.recipe = recipe;
    this.start = start;
    this.network = Emitter.training(start, Set.copyOf(Head.trainable()));
    SameDiff graph = network.graph();
    SDVariable targets = graph.placeHolder(TARGETS, DataType.FLOAT, -1, head.classes());
    graph.loss().softmaxCrossEntropy(LOSS, targets, graph.getVariable(Head.LOGITS), null);
    graph.setLossVariables(LOSS);
  }

  /**
   * One step on one batch.
   *
   * @param features {@code [n, width]}
   * @param labels {@code [n]}
   * @param mask {@code [n, units]}: 0 for what is dropped, {@code 1 / (1 - rate)} for what is kept
   * @return the loss before the step, and how many were predicted right
   */
  StepResult apply(INDArray features, int[] labels, Tensor mask, double rate) {
    OutAndGrad result = gradients(features, labels, mask);
    for (String variable : VARIABLES) {
      INDArray weight = network.graph().getVariable(variable).getArr();
      if (recipe.weightDecay() > 0 && variable.endsWith(Weights.KERNEL)) {
        weight.muli(1 - rate * recipe.weightDecay());
      }
      optimizer.update(variable, weight, result.getGradients().get(variable), rate);
    }
    double loss = result.getOutputs().get(LOSS).getDouble(0);
    return new StepResult(loss, correct(result.getOutputs().get(Head.LOGITS), labels));
  }

  /** Loss, logits, and the gradient of every trainable variable. */
  OutAndGrad gradients(INDArray features, int[] labels, Tensor mask) {
    Map<String, INDArray> feed = new HashMap<>();
    feed.put(network.input(), features);
    feed.put(TARGETS, targets(labels));
    feed.put(Network.variable(Head.DROPOUT, "mask"), Network.toNative(mask));
    return network
        .graph()
        .calculateGradientsAndOutputs(feed, List.of(LOSS, Head.LOGITS), VARIABLES);
  }

  /** All weights of the head as they are now, frozen ones too. */
  Weights weights() {
    Weights.Builder weights = Weights.builder().putAll(start.weights());
    for (String layer : Head.trainable()) {
      for (String parameter : List.of(Weights.KERNEL, Weights.BIAS)) {
        INDArray array = network.graph().getVariable(Network.variable(layer, parameter)).getArr();
        weights.put(layer, parameter, Network.fromNative(array));
      }
    }
    return weights.build();
  }

  private INDArray targets(int[] labels) {
    float[] values = new float[labels.length * head.classes()];
    Arrays.fill(values, (float) (recipe.labelSmoothing() / head.classes()));
    for (int i = 0; i < labels.length; i++) {
      values[i * head.classes() + labels[i]] += (float) (1 - recipe.labelSmoothing());
    }
    return Network.toNative(new Tensor(values, labels.length, head.classes()));
  }

  private static int correct(INDArray logits, int[] labels) {
    INDArray best = Nd4j.argMax(logits, 1);
    int correct = 0;
    for (int i = 0; i < labels.length; i++) {
      correct += best.getInt(i) == labels[i] ? 1 : 0;
    }
    return correct;
  }
}

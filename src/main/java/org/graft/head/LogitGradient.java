package org.graft.head;

import java.util.List;
import java.util.Map;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The derivative of one logit by what enters a model, worked out by SameDiff. */
final class LogitGradient {
  private static final String CHOSEN = "chosen";
  private static final String PICKED = "picked";

  private final SameDiff graph;
  private final String input;
  private final int[] axes;
  private final int classes;

  /** For a model that ends in {@link Head#LOGITS}. */
  LogitGradient(Model model) {
    this.input = model.plan().input().name();
    this.axes = model.plan().input().shape().batched(1);
    this.classes = model.plan().outputShape().channels();
    this.graph = Emitter.inference(model).graph();
    SDVariable chosen = graph.placeHolder(CHOSEN, DataType.FLOAT, 1, classes);
    graph.getVariable(Head.LOGITS).mul(chosen).sum().rename(PICKED);
    graph.setLossVariables(PICKED);
    graph.createGradFunction(input);
  }

  float[] of(float[] features, int label) {
    float[] chosen = new float[classes];
    chosen[label] = 1;
    Map<String, INDArray> feed =
        SameDiffNetwork.toNative(
            Map.of(input, new Tensor(features, axes), CHOSEN, new Tensor(chosen, 1, classes)));
    INDArray gradient = graph.calculateGradients(feed, List.of(input)).get(input);
    return SameDiffNetwork.fromNative(gradient).values();
  }
}

package org.graft.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.graft.graph.Network;
import org.graft.head.Head;
import org.graft.plan.Affine;
import org.graft.plan.BatchNorm;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A head with a hidden layer, differentiated by hand in five matrix products: what {@link
 * GraphObjective} computes, without a graph's cost at each of its operations.
 */
final class DenseObjective implements Objective {
  private final String input;
  private final Affine standardize;
  private final INDArray kernel1;
  private final INDArray bias1;
  private final INDArray kernel2;
  private final INDArray bias2;
  private final INDArray gradient1;

  /** A head alone, as {@link Head#alone} makes it. */
  DenseObjective(Model head) {
    input = head.plan().input().name();
    standardize =
        head.plan()
            .find(Head.STANDARDIZE)
            .map(layer -> head.affine((BatchNorm) layer))
            .orElse(null);
    kernel1 = Network.toNative(head.weights().get(Head.HIDDEN, Weights.KERNEL));
    bias1 = Network.toNative(head.weights().get(Head.HIDDEN, Weights.BIAS));
    kernel2 = Network.toNative(head.weights().get(Head.LOGITS, Weights.KERNEL));
    bias2 = Network.toNative(head.weights().get(Head.LOGITS, Weights.BIAS));
    gradient1 = Nd4j.create(DataType.FLOAT, kernel1.shape(), 'c');
  }

  @Override
  public Map<String, INDArray> parameters() {
    return named(kernel1, bias1, kernel2, bias2);
  }

  @Override
  public Gradients gradients(Batch batch) {
    INDArray x = standardized(batch.inputs());
    float[] mask = batch.mask().values();
    float[] hidden = hidden(x);
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] *= mask[i];
    }
    INDArray h = Nd4j.create(hidden, new long[] {x.size(0), bias1.length()}, 'c');
    INDArray logits = logits(h);
    double[] values = logits.dup('c').data().asDouble();
    SoftmaxLoss loss = SoftmaxLoss.of(values, batch.targets(), batch.weights());
    INDArray d2 = Nd4j.create(loss.gradient(), logits.shape(), DataType.FLOAT);
    float[] d1 = d2.mmul(kernel2.transpose()).dup('c').data().asFloat();
    for (int i = 0; i < d1.length; i++) {
      d1[i] *= hidden[i] > 0 ? mask[i] : 0;
    }
    INDArray dh = Nd4j.create(d1, h.shape(), 'c');
    dh.transpose().mmuli(x, gradient1.transpose());
    return new Gradients(
        loss.mean(),
        Network.fromNative(logits),
        named(gradient1, dh.sum(0), h.transpose().mmul(d2), d2.sum(0)));
  }

  @Override
  public String firstNotFinite(Batch batch) {
    INDArray given = batch.inputs().get(input);
    INDArray x = standardized(batch.inputs());
    Map<String, INDArray> outputs = new LinkedHashMap<>();
    outputs.put(input, given);
    outputs.put(Head.STANDARDIZE, x);
    outputs.put(Head.HIDDEN, x.mmul(kernel1).addiRowVector(bias1));
    return outputs.entrySet().stream()
        .filter(layer -> !Network.isFinite(layer.getValue()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(Head.LOGITS);
  }

  @Override
  public Tensor logits(Map<String, INDArray> inputs) {
    INDArray x = standardized(inputs);
    long[] shape = {x.size(0), bias1.length()};
    return Network.fromNative(logits(Nd4j.create(hidden(x), shape, 'c')));
  }

  private INDArray logits(INDArray hidden) {
    return hidden.mmul(kernel2).addiRowVector(bias2);
  }

  private INDArray standardized(Map<String, INDArray> inputs) {
    INDArray x = inputs.get(input);
    return standardize == null
        ? x
        : x.mulRowVector(Nd4j.createFromArray(standardize.scale()))
            .addiRowVector(Nd4j.createFromArray(standardize.shift()));
  }

  /** {@code [n, units]} after the ReLU. */
  private float[] hidden(INDArray x) {
    INDArray product = Nd4j.create(DataType.FLOAT, new long[] {x.size(0), bias1.length()}, 'c');
    kernel1.transpose().mmuli(x.transpose(), product.transpose());
    float[] values = Network.fromNative(product.addiRowVector(bias1)).values();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(values[i], 0);
    }
    return values;
  }

  private static Map<String, INDArray> named(
      INDArray kernel1, INDArray bias1, INDArray kernel2, INDArray bias2) {
    Map<String, INDArray> named = new LinkedHashMap<>();
    named.put(Network.variable(Head.HIDDEN, Weights.KERNEL), kernel1);
    named.put(Network.variable(Head.HIDDEN, Weights.BIAS), bias1);
    named.put(Network.variable(Head.LOGITS, Weights.KERNEL), kernel2);
    named.put(Network.variable(Head.LOGITS, Weights.BIAS), bias2);
    return named;
  }
}

package org.graft.train;

import java.util.Map;
import org.graft.plan.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a batch says of the parameters.
 *
 * @param loss mean over the batch, in nats
 * @param logits {@code [n, classes]}
 * @param byParameter of the loss, each of its parameter's shape
 */
record Gradients(double loss, Tensor logits, Map<String, INDArray> byParameter) {}

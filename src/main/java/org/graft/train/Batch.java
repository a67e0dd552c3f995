package org.graft.train;

import java.util.Map;
import org.graft.plan.Tensor;

/**
 * What one step sees.
 *
 * @param inputs activations by the names of the inputs that they enter, {@code [n, …]}
 * @param targets {@code [n, classes]}
 * @param weights {@code [n]}, how much each image counts
 * @param masks {@code [n, …]} of the head's dropouts, by their names
 */
record Batch(
    Map<String, Tensor> inputs, Tensor targets, Tensor weights, Map<String, Tensor> masks) {}

package org.graft.train;

import java.util.Map;
import org.graft.plan.Tensor;

/**
 * What one step sees.
 *
 * @param inputs activations by the names of the inputs that they enter, {@code [n, …]}
 * @param targets {@code [n, classes]}
 * @param weights {@code [n]}, how much each image counts
 * @param mask {@code [n, units]} of the head's dropout, or {@code null} for a head without
 */
record Batch(Map<String, Tensor> inputs, Tensor targets, Tensor weights, Tensor mask) {}

package org.graft.graph;

import java.util.Set;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A model's arrays in its graph, under {@code layer/parameter}.
 *
 * @param training layers whose parameters are variables; all others are constants
 */
record Parameters(SameDiff graph, Model model, Set<String> training) {

  /** A layer's parameter. */
  SDVariable get(Layer layer, String name) {
    Tensor tensor = model.weights().get(layer.name(), name);
    String variable = SameDiffNetwork.variable(layer.name(), name);
    return training.contains(layer.name())
        ? graph.var(variable, SameDiffNetwork.toNative(tensor))
        : graph.constant(variable, SameDiffNetwork.toNative(tensor));
  }

  /** A vector that a layer needs and that training never changes. */
  SDVariable constant(Layer layer, String name, float... values) {
    return graph.constant(
        SameDiffNetwork.variable(layer.name(), name), Nd4j.createFromArray(values));
  }
}

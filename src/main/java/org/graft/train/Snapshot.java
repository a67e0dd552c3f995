package org.graft.train;

import java.util.Map;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies between live arrays, by {@code layer/parameter}, and weights at rest. */
final class Snapshot {
  private Snapshot() {}

  static Weights of(Map<String, INDArray> arrays) {
    Weights.Builder weights = Weights.builder();
    arrays.forEach((name, array) -> put(weights, name, SameDiffNetwork.fromNative(array)));
    return weights.build();
  }

  /** Of an optimiser's slot, whose arrays are in Java's memory. */
  static Weights ofSlot(Map<String, Tensor> arrays) {
    Weights.Builder weights = Weights.builder();
    arrays.forEach(
        (name, array) -> put(weights, name, new Tensor(array.values().clone(), array.shape())));
    return weights.build();
  }

  private static void put(Weights.Builder weights, String name, Tensor values) {
    int end = name.lastIndexOf(SameDiffNetwork.SEPARATOR);
    weights.put(name.substring(0, end), name.substring(end + 1), values);
  }

  /** Puts weights back into the arrays that they were taken of. */
  static void restore(Weights weights, Map<String, INDArray> arrays) {
    weights
        .named()
        .forEach((name, tensor) -> SameDiffNetwork.put(tensor.values(), arrays.get(name)));
  }

  /** The same for a slot. */
  static void restoreSlot(Weights weights, Map<String, Tensor> arrays) {
    weights
        .named()
        .forEach(
            (name, tensor) ->
                System.arraycopy(tensor.values(), 0, arrays.get(name).values(), 0, tensor.size()));
  }
}

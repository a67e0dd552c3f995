package org.graft.train;

import java.util.Map;
import org.graft.graph.Network;
import org.graft.plan.Weights;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies between live native arrays, by {@code layer/parameter}, and weights at rest. */
final class Snapshot {
  private Snapshot() {}

  static Weights of(Map<String, INDArray> arrays) {
    Weights.Builder weights = Weights.builder();
    arrays.forEach(
        (name, array) -> {
          int end = name.lastIndexOf(Network.SEPARATOR);
          weights.put(name.substring(0, end), name.substring(end + 1), Network.fromNative(array));
        });
    return weights.build();
  }

  /** Puts weights back into the arrays that they were taken of. */
  static void restore(Weights weights, Map<String, INDArray> arrays) {
    weights
        .byLayer()
        .forEach(
            (layer, own) ->
                own.forEach(
                    (name, tensor) ->
                        arrays
                            .get(Network.variable(layer, name))
                            .assign(Network.toNative(tensor))));
  }
}

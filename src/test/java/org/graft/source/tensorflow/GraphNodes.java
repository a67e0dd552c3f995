package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.graft.plan.Shape;
import org.graft.storage.NpyArray;

/** What an oracle gives at the nodes of a graph, by the layers that were made of them. */
public final class GraphNodes {
  private GraphNodes() {}

  /**
   * The activations of layers that the oracle knows, with their axes as the plan has them.
   *
   * @param given by {@code node} or {@code node:output}, as the function that was saved names them
   * @param shapes of the layers' outputs, without the batch axis
   */
  public static Map<String, NpyArray> byLayer(
      FrozenGraph graph, String cut, Map<String, NpyArray> given, Map<String, Shape> shapes) {
    Map<String, NpyArray> layers =
        new LinkedHashMap<>(
            new NodeArrays(graph, Translator.read(graph, cut)).byLayer(given, shapes));
    layers.entrySet().removeIf(e -> !fits(e.getValue(), shapes.get(e.getKey())));
    return layers;
  }

  private static boolean fits(NpyArray array, Shape shape) {
    int[] axes = array.shape();
    return shape != null
        && axes.length == shape.rank() + 1
        && Arrays.equals(Arrays.copyOfRange(axes, 1, axes.length), shape.axes());
  }
}

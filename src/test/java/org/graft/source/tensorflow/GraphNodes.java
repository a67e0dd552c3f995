package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
    Map<String, NpyArray> layers = new LinkedHashMap<>();
    Translator.read(graph, cut)
        .origins()
        .forEach(
            (layer, origin) ->
                find(given, origin.edge().toString())
                    .flatMap(array -> inPlan(array, origin, shapes.get(layer)))
                    .ifPresent(array -> layers.put(layer, array)));
    return layers;
  }

  /** A SavedModel's functions are inlined, each in a scope named for its call. */
  private static Optional<NpyArray> find(Map<String, NpyArray> given, String node) {
    String name = node;
    while (!given.containsKey(name) && name.matches("(Stateful)?PartitionedCall(_\\d+)?/.*")) {
      name = name.substring(name.indexOf('/') + 1);
    }
    return Optional.ofNullable(given.get(name));
  }

  /** Axes of length 1 that only one of the two has are of no matter. */
  private static Optional<NpyArray> inPlan(NpyArray array, Origin origin, Shape shape) {
    if (shape == null) {
      return Optional.empty();
    }
    NpyArray turned = origin.turned() && array.shape().length == 4 ? channelsLast(array) : array;
    int[] axes = new int[shape.rank() + 1];
    axes[0] = turned.shape()[0];
    System.arraycopy(shape.axes(), 0, axes, 1, shape.rank());
    boolean same = Arrays.equals(longer(axes), longer(turned.shape()));
    return same ? Optional.of(new NpyArray(turned.values(), axes)) : Optional.empty();
  }

  private static int[] longer(int... axes) {
    return Arrays.stream(axes).filter(axis -> axis != 1).toArray();
  }

  private static NpyArray channelsLast(NpyArray array) {
    int[] from = array.shape();
    float[] values = new float[array.values().length];
    int plane = from[2] * from[3];
    for (int i = 0; i < values.length; i++) {
      int cell = i % plane;
      int channel = i / plane % from[1];
      int image = i / plane / from[1];
      values[(image * plane + cell) * from[1] + channel] = array.values()[i];
    }
    return new NpyArray(values, from[0], from[2], from[3], from[1]);
  }
}

package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graft.plan.Shape;
import org.graft.source.tensorflow.kernel.Array;
import org.graft.storage.NpyArray;

/**
 * Arrays that are named as nodes of a graph, under the names of the layers that were made of those
 * nodes, their axes as the plan has them. What a node is called says more than what a layer is:
 * layers take their names from scopes, and often from another node's.
 */
public final class NodeArrays {
  private static final String CALLS = "^((Stateful)?PartitionedCall(_\\d+)?/)+";

  private final Map<String, String> layers = new HashMap<>();
  private final Map<String, GraphOutput> origins;
  private final Set<String> nodes = new HashSet<>();
  private final GraphOutput input;

  public NodeArrays(FrozenGraph graph, Translation made) {
    this.origins = made.origins();
    origins.forEach((layer, origin) -> layers.put(plain(origin.edge().toString()), layer));
    graph.graph().nodes().keySet().forEach(node -> nodes.add(plain(node)));
    this.input = origins.get(made.model().plan().input().name());
  }

  /** Without the scopes of the calls that a SavedModel's functions are inlined for. */
  private static String plain(String node) {
    return node.replaceFirst(CALLS, "");
  }

  /** Images with channels last, as plans take them. */
  public NpyArray images(NpyArray given) {
    return asInPlan(input, given);
  }

  /**
   * The arrays of layers. One whose name is no node's stays as it is; one of a node of which no
   * layer was made is left out.
   *
   * @param given by {@code node} or {@code node:output}
   * @param shapes of the layers' outputs, without the batch axis; where an array is of another
   *     shape by more than axes of length 1, it keeps its own
   */
  public Map<String, NpyArray> byLayer(Map<String, NpyArray> given, Map<String, Shape> shapes) {
    Map<String, NpyArray> named = new LinkedHashMap<>();
    given.forEach(
        (name, array) -> {
          String node = node(name);
          String layer = layers.get(node);
          if (layer != null) {
            Shape shape = shapes.get(layer);
            NpyArray last = asInPlan(origins.get(layer), array);
            named.put(layer, shape == null ? last : shaped(last, shape).orElse(last));
          } else if (!nodes.contains(node.replaceFirst(":\\d+$", ""))) {
            named.putIfAbsent(name, array);
          }
        });
    return named;
  }

  /** The layer that an array of that name belongs to; the name itself where it is no node's. */
  public String layer(String name) {
    return layers.getOrDefault(node(name), name);
  }

  private static String node(String name) {
    return plain(name).replaceFirst(":0$", "");
  }

  /** In that shape, if axes of length 1 are all that it takes. */
  private static Optional<NpyArray> shaped(NpyArray array, Shape shape) {
    int[] axes = shape.batched(array.shape().length == 0 ? 1 : array.shape()[0]);
    return Arrays.equals(longer(axes), longer(array.shape()))
        ? Optional.of(new NpyArray(array.values(), axes))
        : Optional.empty();
  }

  private static int[] longer(int... axes) {
    return Arrays.stream(axes).filter(axis -> axis != 1).toArray();
  }

  private static NpyArray asInPlan(GraphOutput origin, NpyArray given) {
    Array turned = origin.asInPlan(Array.of(given.values(), given.shape()));
    return new NpyArray(turned.values(), turned.shape());
  }
}

package org.graft.source.keras;

import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The layers of an HDF5 file of Keras 3 ({@code saving_lib._save_state}): a group {@code layers}
 * with a group for each layer, its arrays numbered in {@code vars}, a nested model's layers in
 * {@code layers} again. Keras 2.12 and 2.13 say {@code _layer_checkpoint_dependencies} for {@code
 * layers} and leave gaps in the counts. States of random generators and optimisers are of no
 * matter.
 */
final class PathLayers {
  private static final String VARS = "vars";
  private static final String LAYERS = "layers";
  private static final String LAYERS_OF_KERAS_2_13 = "_layer_checkpoint_dependencies";
  private static final Set<String> OF_NO_MATTER = Set.of("seed_generator", "optimizer");

  /** Parts of {@code MultiHeadAttention}, which have groups of their own, in the layer's order. */
  private static final List<String> PARTS =
      List.of("query_dense", "key_dense", "value_dense", "output_dense");

  private final Hdf5 hdf;
  private final List<StoredLayer> layers = new ArrayList<>();

  PathLayers(Hdf5 hdf) {
    this.hdf = hdf;
  }

  /** Whether a file whose root has these children is of this kind. */
  static boolean isIn(Map<String, Node> root) {
    return root.containsKey(LAYERS) || root.containsKey(LAYERS_OF_KERAS_2_13);
  }

  /** All layers that hold arrays, named by their paths. */
  List<StoredLayer> read() {
    inside(hdf.root(), "");
    return layers;
  }

  private void inside(Group group, String name) {
    hdf.requireShallow(name);
    Map<String, Node> children = new LinkedHashMap<>(hdf.children(group));
    if (children.keySet().stream().map(PathLayers::part).toList().containsAll(PARTS)) {
      add(name, arraysOfParts(children));
      children.keySet().removeIf(child -> PARTS.contains(part(child)));
    }
    children.forEach(
        (child, node) -> {
          if (child.equals(VARS)) {
            add(name, arrays(hdf.asGroup(node)));
          } else if (child.equals(LAYERS)) {
            children(hdf.asGroup(node), name);
          } else if (child.equals(LAYERS_OF_KERAS_2_13)) {
            ranked(hdf.asGroup(node), name);
          } else if (!OF_NO_MATTER.contains(child)) {
            inside(hdf.asGroup(node), name + child + "/");
          }
        });
  }

  private void children(Group layers, String name) {
    hdf.children(layers).forEach((child, node) -> inside(hdf.asGroup(node), name + child + "/"));
  }

  /** By the rank of the count instead of the count. */
  private void ranked(Group layers, String name) {
    Map<String, Set<Integer>> counts = new HashMap<>();
    for (String child : hdf.children(layers).keySet()) {
      counts.computeIfAbsent(NameMatch.stem(child), s -> new TreeSet<>()).add(count(child));
    }
    hdf.children(layers)
        .forEach(
            (child, node) -> {
              String stem = NameMatch.stem(child);
              int rank = new ArrayList<>(counts.get(stem)).indexOf(count(child));
              inside(hdf.asGroup(node), name + (rank == 0 ? stem : stem + "_" + rank) + "/");
            });
  }

  private static int count(String name) {
    return (int) NameMatch.number(name);
  }

  /** The arrays of all parts of one layer, in that layer's order. */
  private List<StoredArray> arraysOfParts(Map<String, Node> children) {
    Map<String, List<StoredArray>> parts = new HashMap<>();
    children.forEach(
        (child, node) -> {
          if (PARTS.contains(part(child))) {
            parts.put(part(child), arrays(hdf.group(hdf.asGroup(node), VARS)));
          }
        });
    return PARTS.stream().flatMap(part -> parts.get(part).stream()).toList();
  }

  /** What a group of Keras 2.12 and 2.13 would be called since. */
  private static String part(String child) {
    return child.replaceFirst("^_", "");
  }

  private List<StoredArray> arrays(Group vars) {
    List<StoredArray> own = new ArrayList<>();
    for (int i = 0; i < hdf.children(vars).size(); i++) {
      own.add(hdf.array(vars, Integer.toString(i)));
    }
    return own;
  }

  private void add(String name, List<StoredArray> own) {
    if (!own.isEmpty()) {
      layers.add(StoredLayer.of(name.replaceFirst("/$", ""), own));
    }
  }
}

package org.graft.source.keras;

import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.HashMap;
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
    hdf.children(group)
        .forEach(
            (child, node) -> {
              if (child.equals(VARS)) {
                arrays(name, hdf.asGroup(node));
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

  private void arrays(String name, Group vars) {
    List<StoredArray> own = new ArrayList<>();
    for (int i = 0; i < hdf.children(vars).size(); i++) {
      own.add(hdf.array(vars, Integer.toString(i)));
    }
    if (!own.isEmpty()) {
      layers.add(new StoredLayer(name.replaceFirst("/$", ""), own));
    }
  }
}

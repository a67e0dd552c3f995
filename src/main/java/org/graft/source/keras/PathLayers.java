package org.graft.source.keras;

import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.graft.failure.MalformedFileException;

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
  private static final int DEEPEST = 32;
  private static final int MOST_GROUPS = 100_000;

  private final Path path;
  private final BiFunction<Group, String, StoredArray> arrays;
  private final List<StoredLayer> layers = new ArrayList<>();
  private int groups;

  /** {@code arrays} reads the array of a name in a group. */
  PathLayers(Path path, BiFunction<Group, String, StoredArray> arrays) {
    this.path = path;
    this.arrays = arrays;
  }

  static boolean isIn(Group root) {
    return root.getChildren().containsKey(LAYERS)
        || root.getChildren().containsKey(LAYERS_OF_KERAS_2_13);
  }

  /** All layers that hold arrays, named by their paths. */
  List<StoredLayer> read(Group root) {
    inside(root, "", 0);
    return layers;
  }

  private void inside(Group group, String name, int depth) {
    groups++;
    if (depth > DEEPEST || groups > MOST_GROUPS) {
      throw new MalformedFileException(
          path,
          "groups within groups without end, or a group that holds itself: " + group.getPath());
    }
    group
        .getChildren()
        .forEach(
            (child, node) -> {
              if (child.equals(VARS)) {
                arrays(name, group(node));
              } else if (child.equals(LAYERS)) {
                children(group(node), name, depth);
              } else if (child.equals(LAYERS_OF_KERAS_2_13)) {
                ranked(group(node), name, depth);
              } else if (!OF_NO_MATTER.contains(child) && node instanceof Group other) {
                inside(other, name + child + "/", depth + 1);
              }
            });
  }

  private void children(Group layers, String name, int depth) {
    layers
        .getChildren()
        .forEach((child, node) -> inside(group(node), name + child + "/", depth + 1));
  }

  /** By the rank of the count instead of the count. */
  private void ranked(Group layers, String name, int depth) {
    Map<String, Set<Integer>> counts = new HashMap<>();
    for (String child : layers.getChildren().keySet()) {
      counts.computeIfAbsent(NameMatch.stem(child), s -> new TreeSet<>()).add(count(child));
    }
    layers
        .getChildren()
        .forEach(
            (child, node) -> {
              String stem = NameMatch.stem(child);
              int rank = new ArrayList<>(counts.get(stem)).indexOf(count(child));
              inside(group(node), name + (rank == 0 ? stem : stem + "_" + rank) + "/", depth + 1);
            });
  }

  private static int count(String name) {
    return (int) NameMatch.number(name);
  }

  private void arrays(String name, Group vars) {
    List<StoredArray> own = new ArrayList<>();
    for (int i = 0; i < vars.getChildren().size(); i++) {
      own.add(arrays.apply(vars, Integer.toString(i)));
    }
    if (!own.isEmpty()) {
      layers.add(new StoredLayer(name.replaceFirst("/$", ""), own));
    }
  }

  private Group group(Node node) {
    if (node instanceof Group group) {
      return group;
    }
    throw new MalformedFileException(path, node.getPath() + " is no group");
  }
}

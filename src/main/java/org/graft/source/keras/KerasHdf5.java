package org.graft.source.keras;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graft.failure.MalformedFileException;

/**
 * Reads the HDF5 files that Keras writes, weights-only and whole models alike: groups named by the
 * attribute {@code layer_names}, in each the arrays named by {@code weight_names}; since Keras 3 a
 * group {@code layers} with a group for each layer ({@link PathLayers}).
 */
final class KerasHdf5 implements KerasSource {
  private static final String VERSION = "keras_version";
  private static final String LAYER_NAMES = "layer_names";
  private static final String WEIGHT_NAMES = "weight_names";

  /**
   * Where Keras 2 and 3 list arrays that a model itself owns; empty but for models of one's own.
   */
  private static final String OF_THE_MODEL = "top_level_model_weights";

  private static final String OF_THE_OPTIMIZER = "optimizer_weights";

  private final Path path;
  private Hdf5 hdf;

  private KerasHdf5(Path path, Hdf5 hdf) {
    this.path = path;
    this.hdf = hdf;
  }

  /** Opens {@code file}, which the user knows as {@code path}. */
  static KerasHdf5 open(Path file, Path path) {
    return new KerasHdf5(path, Hdf5.open(file, path));
  }

  @Override
  public KerasFile read() {
    try {
      return Hdf5.guarded(path, this::file);
    } catch (MalformedFileException e) {
      hdf = hdf.withBfloat16().orElseThrow(() -> e);
      return Hdf5.guarded(path, this::file);
    }
  }

  @Override
  public void close() {
    hdf.close();
  }

  private KerasFile file() {
    Group root = hdf.root();
    Group weights = root;
    Map<String, Node> children = hdf.children(root);
    if (!isListed(root) && children.containsKey("model_weights")) {
      weights = hdf.group(root, "model_weights");
    }
    Optional<String> configuration = hdf.text(root, "model_config");
    Group versioned = root.getAttribute(VERSION) == null ? weights : root;
    Optional<String> version = hdf.text(versioned, VERSION);
    if (!isListed(weights) && PathLayers.isIn(children)) {
      List<StoredLayer> layers = new PathLayers(hdf).read();
      return new KerasFile(configuration, version, AssignBy.PATH, layers);
    }
    return new KerasFile(configuration, version, AssignBy.ORDER_AND_NAME, listed(weights));
  }

  private boolean isListed(Group group) {
    return group.getAttribute(LAYER_NAMES) != null || group.getAttribute(LAYER_NAMES + 0) != null;
  }

  private List<StoredLayer> listed(Group weights) {
    List<String> names = new ArrayList<>(layerNames(weights));
    if (hdf.children(weights).containsKey(OF_THE_MODEL)) {
      names.add(OF_THE_MODEL);
    }
    requireDistinct("layer", names);
    Set<String> listed = new HashSet<>();
    List<StoredLayer> layers = new ArrayList<>();
    for (String name : names) {
      Group group = hdf.group(weights, name);
      List<String> arrays = hdf.names(group, WEIGHT_NAMES).orElse(List.of());
      requireDistinct("array of " + name, arrays);
      arrays.forEach(array -> listed.add(name + "/" + array));
      if (!arrays.isEmpty()) {
        layers.add(
            StoredLayer.of(name, arrays.stream().map(array -> hdf.array(group, array)).toList()));
      }
    }
    List<StoredArray> others = new ArrayList<>();
    addOthers(weights, "", listed, others);
    if (!others.isEmpty()) {
      layers.add(new StoredLayer("not listed", others));
    }
    return layers;
  }

  /** Arrays that are there and that no list names. */
  private void addOthers(Group group, String path, Set<String> listed, List<StoredArray> others) {
    hdf.requireShallow(path);
    hdf.children(group)
        .forEach(
            (name, node) -> {
              if (node instanceof Group inner && !name.equals(OF_THE_OPTIMIZER)) {
                addOthers(inner, path + name + "/", listed, others);
              } else if (node instanceof Dataset && !listed.contains(path + name)) {
                StoredArray array = hdf.array(group, name);
                others.add(new StoredArray(path + name, array.shape(), array.values()));
              }
            });
  }

  private List<String> layerNames(Group weights) {
    return hdf.names(weights, LAYER_NAMES)
        .orElseThrow(
            () ->
                hdf.malformed(
                    "an HDF5 file, but not one that Keras wrote: neither an attribute layer_names"
                        + " nor a group layers; save the network with model.save() of Keras"));
  }

  private void requireDistinct(String what, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw hdf.malformed("lists two times the " + what + ": " + name);
      }
    }
  }
}

package org.graft.source.keras;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.graft.failure.GraftException;
import org.graft.failure.MalformedFileException;

/**
 * Reads the HDF5 files that Keras writes, weights-only and whole models alike, in pure Java: groups
 * named by the attribute {@code layer_names}, in each the arrays named by {@code weight_names};
 * since Keras 3 a group {@code layers} with a group for each layer.
 */
final class KerasHdf5 implements KerasSource {
  static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final String LAYER_NAMES = "layer_names";
  private static final String WEIGHT_NAMES = "weight_names";

  private final Path path;
  private final long length;
  private final HdfFile hdf;

  private KerasHdf5(Path file, Path path) throws IOException {
    this.path = path;
    this.length = Files.size(file);
    this.hdf = new HdfFile(file);
  }

  static KerasHdf5 open(Path path) {
    return open(path, path);
  }

  /** Opens {@code file}, which the user knows as {@code path}. */
  static KerasHdf5 open(Path file, Path path) {
    try {
      return new KerasHdf5(file, path);
    } catch (IOException | RuntimeException e) {
      throw damaged(path, e);
    }
  }

  @Override
  public KerasFile read() {
    try {
      Group weights = hdf;
      if (!isListed(hdf) && hdf.getChildren().containsKey("model_weights")) {
        weights = group(hdf, "model_weights");
      }
      Optional<String> configuration = text(hdf, "model_config");
      Optional<String> version = text(hdf, "keras_version").or(versionOf(weights));
      if (!isListed(weights) && PathLayers.isIn(hdf)) {
        List<StoredLayer> layers = new PathLayers(path, this::array).read(hdf);
        return new KerasFile(configuration, version, false, layers);
      }
      return new KerasFile(configuration, version, true, layers(weights));
    } catch (GraftException e) {
      throw e;
    } catch (RuntimeException e) {
      throw damaged(path, e);
    }
  }

  @Override
  public void close() {
    hdf.close();
  }

  private static Supplier<Optional<String>> versionOf(Group weights) {
    return () -> text(weights, "keras_version");
  }

  private static boolean isListed(Group group) {
    return group.getAttribute(LAYER_NAMES) != null || group.getAttribute(LAYER_NAMES + 0) != null;
  }

  private List<StoredLayer> layers(Group weights) {
    List<String> names =
        names(weights, LAYER_NAMES)
            .orElseThrow(
                () ->
                    new MalformedFileException(
                        path,
                        "an HDF5 file, but not one that Keras wrote: neither an attribute"
                            + " layer_names nor a group layers"));
    List<StoredLayer> layers = new ArrayList<>();
    for (String name : names) {
      Group group = group(weights, name);
      List<StoredArray> arrays = new ArrayList<>();
      for (String array : names(group, WEIGHT_NAMES).orElse(List.of())) {
        arrays.add(array(group, array));
      }
      if (!arrays.isEmpty()) {
        layers.add(new StoredLayer(name, arrays));
      }
    }
    return layers;
  }

  private StoredArray array(Group group, String name) {
    if (!(node(group, name) instanceof Dataset dataset)) {
      throw new MalformedFileException(path, group.getPath() + name + " is no array");
    }
    long bytes = dataset.getSizeInBytes();
    boolean filtered = !dataset.getFilters().isEmpty();
    if (bytes < 0 || (!filtered && bytes > length)) {
      throw new MalformedFileException(
          path, dataset.getPath() + " claims " + bytes + " bytes in a file of " + length);
    }
    return new StoredArray(name, dataset.getDimensions(), () -> values(dataset));
  }

  private float[] values(Dataset dataset) {
    Object data;
    try {
      data = dataset.getDataFlat();
    } catch (RuntimeException e) {
      throw damaged(path, e);
    }
    if (data instanceof float[] floats) {
      return floats;
    }
    if (data instanceof double[] doubles) {
      float[] floats = new float[doubles.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) doubles[i];
      }
      return floats;
    }
    throw new MalformedFileException(
        path, dataset.getPath() + " holds " + dataset.getJavaType() + ", expected float32");
  }

  private Group group(Group parent, String name) {
    if (node(parent, name) instanceof Group group) {
      return group;
    }
    throw new MalformedFileException(path, parent.getPath() + name + " is no group");
  }

  /**
   * Walks by child names; links are refused, since Keras writes none and they may lead anywhere.
   */
  private Node node(Group from, String relativePath) {
    Node node = from;
    for (String part : relativePath.split("/")) {
      Node child = node instanceof Group group ? group.getChild(part) : null;
      if (child == null || child instanceof Link) {
        String problem = child == null ? "is missing" : "is a link, which Keras never writes";
        throw new MalformedFileException(path, from.getPath() + relativePath + " " + problem);
      }
      node = child;
    }
    return node;
  }

  /** A list of names; Keras splits one over {@code name0, name1, …} when it passes 64 kB. */
  private static Optional<List<String>> names(Group group, String attribute) {
    Attribute whole = group.getAttribute(attribute);
    if (whole != null) {
      return Optional.of(strings(whole));
    }
    List<String> names = new ArrayList<>();
    Attribute part = group.getAttribute(attribute + 0);
    for (int i = 1; part != null; i++) {
      names.addAll(strings(part));
      part = group.getAttribute(attribute + i);
    }
    return names.isEmpty() ? Optional.empty() : Optional.of(names);
  }

  private static List<String> strings(Attribute attribute) {
    if (attribute.isEmpty() || attribute.getSize() == 0) {
      return List.of();
    }
    return attribute.getData() instanceof String[] strings ? List.of(strings) : List.of();
  }

  private static Optional<String> text(Group group, String attribute) {
    Attribute found = group.getAttribute(attribute);
    return found != null && found.getData() instanceof String text
        ? Optional.of(text)
        : Optional.empty();
  }

  private static MalformedFileException damaged(Path path, Exception e) {
    return new MalformedFileException(
        path, "a damaged or truncated HDF5 file (" + e.getMessage() + ")", e);
  }
}

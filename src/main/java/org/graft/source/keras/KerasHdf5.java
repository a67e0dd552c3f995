package org.graft.source.keras;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.graft.failure.GraftException;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;

/**
 * Reads the HDF5 files that Keras writes, weights-only and whole models alike, in pure Java: groups
 * named by the attribute {@code layer_names}, in each the arrays named by {@code weight_names}. The
 * arrays can be read until the file is closed.
 */
public final class KerasHdf5 implements AutoCloseable {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final String LAYER_NAMES = "layer_names";
  private static final String WEIGHT_NAMES = "weight_names";

  private final Path path;
  private final long length;
  private final HdfFile hdf;

  private KerasHdf5(Path path) throws IOException {
    this.path = path;
    this.length = Files.size(path);
    this.hdf = new HdfFile(path);
  }

  /** Whether a file begins as HDF5 does (format specification, III.A), whatever its name. */
  public static boolean recognises(Path path) {
    try (var in = Files.newInputStream(path)) {
      return Arrays.equals(in.readNBytes(SIGNATURE.length), SIGNATURE);
    } catch (NoSuchFileException e) {
      throw new InputException("no such file: " + path, e);
    } catch (IOException e) {
      throw new InputException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  /** Opens a file; wrong input when there is none or it is no HDF5 file. */
  public static KerasHdf5 open(Path path) {
    if (!recognises(path)) {
      throw new MalformedFileException(
          path, "not an HDF5 file (no HDF5 signature at its beginning)");
    }
    try {
      return new KerasHdf5(path);
    } catch (IOException | RuntimeException e) {
      throw damaged(path, e);
    }
  }

  /** Everything but the values of the arrays. */
  public KerasFile read() {
    try {
      Group weights = hdf;
      if (hdf.getAttribute(LAYER_NAMES) == null && hdf.getChildren().containsKey("model_weights")) {
        weights = group(hdf, "model_weights");
      }
      return new KerasFile(text(hdf, "model_config"), kerasVersion(weights), layers(weights));
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

  private Optional<String> kerasVersion(Group weights) {
    return text(hdf, "keras_version").or(() -> text(weights, "keras_version"));
  }

  private List<StoredLayer> layers(Group weights) {
    List<String> names =
        names(weights, LAYER_NAMES)
            .orElseThrow(
                () ->
                    new MalformedFileException(
                        path,
                        "an HDF5 file, but not one that Keras wrote: no attribute layer_names, in"
                            + " neither / nor /model_weights"));
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

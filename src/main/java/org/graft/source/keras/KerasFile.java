package org.graft.source.keras;

import java.util.List;
import java.util.Optional;

/**
 * What a Keras file says, before anything is made of it.
 *
 * @param configuration the model's description in JSON; none in a weights-only file
 * @param kerasVersion the version that wrote it, where it says so
 * @param topological whether the layers stand in the model's order, as in files before Keras 3;
 *     else they are named by class and count within it
 * @param layers all layers that hold arrays, in the file's order
 */
public record KerasFile(
    Optional<String> configuration,
    Optional<String> kerasVersion,
    boolean topological,
    List<StoredLayer> layers) {
  public KerasFile {
    layers = List.copyOf(layers);
  }
}

package org.graft.source.keras;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a Keras file says, before anything is made of it.
 *
 * @param configuration the model's description in JSON; none in a weights-only file
 * @param kerasVersion the version that wrote it, where it says so
 * @param assignBy how its layers find their places: by path since Keras 3; before, in the order of
 *     the model's layers
 * @param layers all layers that hold arrays, in the file's order
 */
public record KerasFile(
    Optional<String> configuration,
    Optional<String> kerasVersion,
    AssignBy assignBy,
    List<StoredLayer> layers) {
  public KerasFile {
    layers = List.copyOf(layers);
  }

  /**
   * The same file without the arrays of those layers of {@code config} that {@code kept} does not
   * have.
   */
  public KerasFile without(ModelConfig config, ModelConfig kept) {
    Set<String> left = new HashSet<>(config.layerNames());
    left.removeAll(kept.layerNames());
    List<Place> beyond = left.stream().map(config::place).toList();
    return new KerasFile(
        configuration,
        kerasVersion,
        assignBy,
        layers.stream()
            .filter(stored -> beyond.stream().noneMatch(place -> place.holds(stored, assignBy)))
            .toList());
  }

  /** The same file, its layers assigned by what the user trusts; no choice where paths decide. */
  public KerasFile assigned(AssignBy trusted) {
    return new KerasFile(
        configuration, kerasVersion, assignBy == AssignBy.PATH ? assignBy : trusted, layers);
  }
}

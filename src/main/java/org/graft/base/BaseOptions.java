package org.graft.base;

import org.graft.plan.Preprocessing;
import org.jspecify.annotations.Nullable;

/**
 * What a user says of a network that becomes a base, whatever file it is read from.
 *
 * @param architecture a name of the catalogue, or for a file of Keras the path of a description
 * @param cut the last layer to keep
 * @param name what to call the base; by default the architecture's name
 * @param preprocessing what the weights were trained with; by default the catalogue's
 */
public record BaseOptions(
    @Nullable String architecture,
    @Nullable String cut,
    @Nullable String name,
    @Nullable Preprocessing preprocessing) {
  /** Nothing. */
  public static final BaseOptions NONE = new BaseOptions(null, null, null, null);

  public BaseOptions as(String other) {
    return new BaseOptions(other, cut, name, preprocessing);
  }

  public BaseOptions upTo(String layer) {
    return new BaseOptions(architecture, layer, name, preprocessing);
  }

  public BaseOptions named(String other) {
    return new BaseOptions(architecture, cut, other, preprocessing);
  }

  public BaseOptions withPreprocessing(Preprocessing other) {
    return new BaseOptions(architecture, cut, name, other);
  }
}

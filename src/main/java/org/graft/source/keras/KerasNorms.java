package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import org.graft.plan.GroupNorm;
import org.graft.plan.Layer;
import org.graft.plan.RmsNorm;
import org.graft.plan.UnitNorm;

/** Keras classes that bring the values of a picture to one scale, and are young. */
final class KerasNorms {
  /** What Keras 3 divides by at least, squared. */
  private static final double LEAST_OF_KERAS_3 = 1e-14;

  private KerasNorms() {}

  static Layer groupNorm(Fields f) {
    f.requireLastAxis();
    JsonNode groups = f.value("groups");
    boolean byChannel = groups.asInt() == -1;
    return new GroupNorm(
        f.name(),
        f.input(),
        byChannel ? 0 : f.integer("groups"),
        f.number("epsilon"),
        f.bool("scale", true),
        f.bool("center", true));
  }

  static Layer rmsNorm(Fields f) {
    f.requireLastAxis();
    return new RmsNorm(f.name(), f.input(), f.number("epsilon"));
  }

  static Layer unitNorm(Fields f) {
    f.requireLastAxis();
    return new UnitNorm(f.name(), f.input(), LEAST_OF_KERAS_3);
  }
}

package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import org.graft.plan.GroupNorm;
import org.graft.plan.Layer;
import org.graft.plan.UnitNorm;

/** Keras classes that bring the values of a picture to one scale, and are young. */
final class NormLayers {
  private static final String[] LAST_AXIS = {"-1", "3", "[3]", "[-1]"};

  /** What Keras 3 divides by at least, squared. */
  private static final double LEAST_OF_KERAS_3 = 1e-14;

  private NormLayers() {}

  static Layer groupNorm(Fields f) {
    f.require("axis", LAST_AXIS);
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

  static Layer unitNorm(Fields f) {
    f.require("axis", LAST_AXIS);
    return new UnitNorm(f.name(), f.input(), LEAST_OF_KERAS_3);
  }
}

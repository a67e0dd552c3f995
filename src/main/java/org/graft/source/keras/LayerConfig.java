package org.graft.source.keras;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One layer as a Keras description words it: class, name, fields, and the layers that it reads. */
public record LayerConfig(String className, String name, ObjectNode fields, List<String> inputs) {
  public LayerConfig {
    inputs = List.copyOf(inputs);
  }

  /** The same layer with one field changed. */
  LayerConfig with(String field, int value) {
    ObjectNode changed = fields.deepCopy();
    changed.put(field, value);
    return new LayerConfig(className, name, changed, inputs);
  }

  /** The same layer with one field a list of one number. */
  LayerConfig withVector(String field, int value) {
    ObjectNode changed = fields.deepCopy();
    changed.putArray(field).add(value);
    return new LayerConfig(className, name, changed, inputs);
  }
}

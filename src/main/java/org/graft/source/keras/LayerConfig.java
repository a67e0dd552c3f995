package org.graft.source.keras;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * One layer as a Keras description words it: class, name, fields, and the layers that it reads.
 *
 * @param refusal why it cannot be read, if that is so however its class is; no matter while it is
 *     not kept
 */
public record LayerConfig(
    String className,
    String name,
    ObjectNode fields,
    List<String> inputs,
    Optional<String> refusal) {
  public LayerConfig {
    inputs = List.copyOf(inputs);
  }

  /** A layer that nothing is known against. */
  LayerConfig(String className, String name, ObjectNode fields, List<String> inputs) {
    this(className, name, fields, inputs, Optional.empty());
  }

  boolean isInput() {
    return className.equals("InputLayer");
  }

  /** The same layer reading other layers. */
  LayerConfig withInputs(List<String> sources) {
    return new LayerConfig(className, name, fields, sources, refusal);
  }

  LayerConfig without(String field) {
    ObjectNode changed = fields.deepCopy();
    changed.remove(field);
    return new LayerConfig(className, name, changed, inputs);
  }

  /** The same layer with one field changed. */
  LayerConfig with(String field, int value) {
    return withFields(fields.deepCopy().put(field, value));
  }

  /** The same layer with one field a list of one number. */
  LayerConfig withVector(String field, int value) {
    ObjectNode changed = fields.deepCopy();
    changed.putArray(field).add(value);
    return withFields(changed);
  }

  /** A layer of another class, without fields, in the same place. */
  LayerConfig as(String otherClass) {
    ObjectNode named = fields.objectNode().put("name", name);
    return new LayerConfig(otherClass, name, named, inputs, refusal);
  }

  LayerConfig withFields(ObjectNode changed) {
    return new LayerConfig(className, name, changed, inputs, refusal);
  }
}

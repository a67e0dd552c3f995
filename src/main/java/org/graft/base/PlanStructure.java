package org.graft.base;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.plan.Arithmetic;
import org.graft.plan.Elementwise;
import org.graft.plan.Layer;
import org.graft.storage.Json;

/**
 * Numbers for what layers compute from the images, whatever they are called: of two plans numbered
 * by the same object, layers have the same number if and only if they, and all before them, are
 * built alike.
 */
final class PlanStructure {
  private final Map<String, Integer> numbers = new HashMap<>();

  /** The numbers of all layers of a plan in canonical form, from what {@code front} gives on. */
  Map<String, Integer> of(List<Layer> layers, String front) {
    Map<String, Integer> known = new LinkedHashMap<>();
    known.put(front, 0);
    for (Layer layer : layers) {
      if (known.keySet().containsAll(layer.inputs()) && !layer.inputs().isEmpty()) {
        known.putIfAbsent(layer.name(), number(layer, known));
      }
    }
    return known;
  }

  private int number(Layer layer, Map<String, Integer> known) {
    List<String> inputs = layer.inputs().stream().map(known::get).map(String::valueOf).toList();
    ObjectNode node = Json.tree(layer.withInputs(isCommutative(layer) ? sorted(inputs) : inputs));
    node.remove("name");
    return numbers.computeIfAbsent(node.toString(), text -> numbers.size() + 1);
  }

  private static List<String> sorted(List<String> inputs) {
    return inputs.stream().sorted().toList();
  }

  private static boolean isCommutative(Layer layer) {
    return layer instanceof Elementwise join && join.arithmetic() != Arithmetic.SUBTRACT;
  }
}

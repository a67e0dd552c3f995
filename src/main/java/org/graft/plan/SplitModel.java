package org.graft.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model in two: what lies before a layer, and the tail from that layer on. Whatever the tail
 * reads of the first part enters it through inputs of the same names; there may be several, such as
 * the branches that a concatenation joins, or the shortcut of a residual block.
 *
 * @param frozen the first part; its one output is a row an image, the entering maps flattened one
 *     behind another
 * @param tail a model whose inputs are the entering maps, in the order in which the row holds them
 */
public record SplitModel(Model frozen, Model tail) {
  private static final String ROW = "boundary";

  /** The model split so that {@code first} is the tail's first layer, in the plan's order. */
  public static SplitModel before(Model model, String first) {
    Plan plan = model.plan();
    int boundary = Math.max(plan.indexOf(first), plan.inputs().size());
    List<Layer> behind = plan.layers().subList(boundary, plan.layers().size());
    Map<String, Shape> entering = entering(plan, boundary, behind);
    return new SplitModel(frozen(model, boundary, entering), tail(model, behind, entering));
  }

  /** What enters a tail for one image, by the names of its inputs. */
  public static Map<String, Shape> entering(Model tail) {
    Map<String, Shape> entering = new LinkedHashMap<>();
    tail.plan().inputs().forEach(input -> entering.put(input.name(), input.shape()));
    return entering;
  }

  private static Map<String, Shape> entering(Plan plan, int boundary, List<Layer> behind) {
    Set<String> read = new HashSet<>();
    behind.forEach(layer -> read.addAll(layer.inputs()));
    Map<String, Shape> shapes = plan.shapes();
    Map<String, Shape> entering = new LinkedHashMap<>();
    for (Layer layer : plan.layers().subList(0, boundary)) {
      if (read.contains(layer.name())) {
        entering.put(layer.name(), shapes.get(layer.name()));
      }
    }
    return entering;
  }

  private static Model frozen(Model model, int boundary, Map<String, Shape> entering) {
    List<Layer> layers = new ArrayList<>(model.plan().layers().subList(0, boundary));
    List<String> flat = new ArrayList<>();
    entering.forEach(
        (name, shape) -> {
          flat.add(shape.rank() == 1 ? name : flat(name));
          if (shape.rank() > 1) {
            layers.add(new Flatten(flat(name), name));
          }
        });
    if (flat.size() > 1) {
      layers.add(new Concat(ROW, flat));
    }
    String output = flat.size() > 1 ? ROW : flat.get(0);
    return model.withPlan(new Plan(layers).upTo(output));
  }

  private static String flat(String name) {
    return ROW + "_" + name;
  }

  private static Model tail(Model model, List<Layer> behind, Map<String, Shape> entering) {
    List<Layer> layers = new ArrayList<>();
    entering.forEach((name, shape) -> layers.add(new Input(name, shape)));
    layers.addAll(behind);
    return model.withPlan(new Plan(layers));
  }
}

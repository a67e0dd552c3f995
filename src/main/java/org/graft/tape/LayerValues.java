package org.graft.tape;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft.plan.Dense;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.Plan;
import org.graft.plan.Shape;

/**
 * The values that a plan's layers make, set down layer by layer in its order. Where nobody else
 * needs what comes in, a layer may replace it.
 */
final class LayerValues {
  private final Plan plan;
  private final Map<String, Shape> shapes;
  private final Map<String, Values> byName = new LinkedHashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();
  private final Set<Values> kept = Collections.newSetFromMap(new IdentityHashMap<>());

  LayerValues(Plan plan) {
    this.plan = plan;
    this.shapes = plan.shapes();
    plan.layers().forEach(l -> l.inputs().forEach(in -> readers.merge(in, 1, Integer::sum)));
  }

  /** The values of each layer so far, by its name. */
  Map<String, Values> byName() {
    return byName;
  }

  Values input(Layer layer) {
    return byName.get(layer.inputs().get(0));
  }

  List<Values> inputs(Layer layer) {
    return layer.inputs().stream().map(byName::get).toList();
  }

  /** Vectors enter as they are, so that nothing may replace them. */
  void given(Input layer) {
    Values given = new Values(layer.shape(), false);
    if (given.cells == 1) {
      keep(given);
    }
    byName.put(layer.name(), given);
  }

  /** New values for what a layer without parameters makes. */
  Values output(Layer layer) {
    boolean reached = inputs(layer).stream().anyMatch(in -> in.requiresGrad);
    Values out = new Values(shapes.get(layer.name()), reached);
    byName.put(layer.name(), out);
    return out;
  }

  /** New values for what a layer with trained arrays makes. */
  Values weighted(String name, Shape shape) {
    Values out = new Values(shape, true);
    byName.put(name, out);
    return out;
  }

  /** The input's own values where they may be replaced, new ones elsewhere. */
  Values replaced(Layer layer) {
    Values in = input(layer);
    if (readers.get(layer.inputs().get(0)) > 1 || kept.contains(in)) {
      return output(layer);
    }
    byName.put(layer.name(), in);
    return in;
  }

  /** The input's own values, which the layer leaves as they are. */
  void same(Layer layer) {
    Values in = input(layer);
    if (readers.get(layer.inputs().get(0)) > 1) {
      keep(in);
    }
    byName.put(layer.name(), in);
  }

  /** Has no later layer replace some. */
  void keep(Values values) {
    kept.add(values);
  }

  /** Whether a dense layer reads what a layer makes, and nobody else. */
  boolean isForProductAlone(Layer layer) {
    return readers.getOrDefault(layer.name(), 0) == 1
        && plan.layers().stream()
            .anyMatch(l -> l instanceof Dense && l.inputs().contains(layer.name()));
  }
}

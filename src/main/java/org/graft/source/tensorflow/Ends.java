package org.graft.source.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Dense;
import org.graft.plan.Flatten;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Reshape;

/** Where a whole network is compared: its features, and its logits or whatever it gives. */
final class Ends {
  private final Translation made;
  private final Subgraph graph;
  private final Plan plan;

  private Ends(Translation made, Subgraph graph) {
    this.made = made;
    this.graph = graph;
    this.plan = made.model().plan();
  }

  /**
   * One place.
   *
   * @param model the network up to it
   * @param origin what it is in the graph
   */
  record Point(String name, Model model, GraphOutput origin) {}

  static List<Point> of(Translation made, Subgraph graph, String feature) {
    Ends ends = new Ends(made, graph);
    List<Point> points = new ArrayList<>();
    ends.layer("feature layer " + feature, feature).ifPresent(points::add);
    ends.last()
        .filter(p -> !p.model().plan().output().name().equals(feature))
        .ifPresent(points::add);
    return points;
  }

  private Optional<Point> layer(String name, String layer) {
    return Optional.ofNullable(made.origins().get(layer))
        .map(origin -> new Point(name, made.model().upTo(layer), origin));
  }

  private Optional<Point> last() {
    Layer last = plan.output();
    while (last instanceof Reshape || last instanceof Flatten) {
      last = plan.layer(last.inputs().get(0));
    }
    String name = last.name();
    if (last instanceof Activate a && a.activation() == Activation.SOFTMAX) {
      return layer("logits " + a.input(), a.input());
    }
    if (last instanceof Dense dense && dense.activation() == Activation.SOFTMAX) {
      return Optional.ofNullable(made.origins().get(name)).map(o -> logits(dense, o));
    }
    return layer("output " + plan.output().name(), plan.output().name());
  }

  /** What a dense layer gives to the softmax that it ends in. */
  private Point logits(Dense dense, GraphOutput origin) {
    Dense plain =
        new Dense(dense.name(), dense.input(), dense.units(), dense.bias(), Activation.LINEAR);
    Model upTo = made.model().upTo(dense.name());
    List<Layer> layers = new ArrayList<>(upTo.plan().layers());
    layers.set(layers.size() - 1, plain);
    Edge softmax = origin.edge();
    return new Point(
        "logits of " + dense.name(),
        new Model(new Plan(layers), upTo.weights()),
        new GraphOutput(graph.node(softmax).input(0), origin.turned()));
  }
}

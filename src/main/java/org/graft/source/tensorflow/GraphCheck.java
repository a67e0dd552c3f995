package org.graft.source.tensorflow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.graft.failure.Hint;
import org.graft.failure.UnsupportedModelException;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.source.tensorflow.TestPictures.Picture;
import org.graft.source.tensorflow.kernel.Array;
import org.tensorflow.framework.DataType;

/**
 * A plan held against the graph that it was made of, whose operations are computed one by one: each
 * layer on noise, and the whole on pictures up to the layer that makes features and to what its
 * softmax reads.
 */
public final class GraphCheck {
  /** Sides that images are tried at, before that which the graph states. */
  private static final int[] SIDES = {64, 96, 128, 160, 224};

  private static final int NAMED = 3;

  /** How much more than a rounded input moves an output the whole may be apart. */
  private static final double AMPLIFIED = 16;

  private static final float NUDGE = 1 + 1e-6f;

  private final Translation made;
  private final Subgraph graph;
  private final GraphOutput input;
  private final Model model;
  private final Budget budget;

  private GraphCheck(FrozenGraph frozen, Translation made, Budget budget) {
    this.budget = budget;
    this.made = made;
    this.model = made.model();
    this.input = made.origins().get(model.plan().input().name());
    Edge end = made.origins().get(lastOrigin(made)).edge();
    this.graph = new Subgraph(frozen.graph(), end, frozen.literals());
  }

  private static String lastOrigin(Translation made) {
    return made.model().plan().layers().stream()
        .map(Layer::name)
        .filter(made.origins()::containsKey)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  /**
   * What was compared and what came out, in words.
   *
   * @param feature the layer that makes features
   * @param budget after which it is left at what was proved by then, and said so; the whole is
   *     compared on one picture in any case
   * @throws UnsupportedModelException if the plan computes something else than the graph
   */
  public static String of(FrozenGraph frozen, Translation made, String feature, Budget budget) {
    return new GraphCheck(frozen, made, budget).check(feature);
  }

  private String check(String feature) {
    List<Ends.Point> points = Ends.of(made, graph, feature);
    Set<Edge> kept = new HashSet<>();
    points.forEach(point -> kept.add(point.origin().edge()));
    Trial trial = trial(model.plan().input().shape(), kept);
    Shape image = trial.image();
    List<Picture> pictures = pictures(image);
    LayerCheck layers = new LayerCheck(model, made.origins(), trial.run(), budget).compare();
    List<GraphEvaluation> runs = new ArrayList<>(List.of(trial.run()));
    if (!budget.isSpent(1)) {
      runs.add(run(pictures.get(1), kept, image));
    }
    List<String> told = new ArrayList<>(List.of(told(layers)));
    told.addAll(whole(points, pictures, runs, image));
    if (!layers.unproved().isEmpty()) {
      told.add(unproved(layers.unproved()));
    }
    if (layers.left() > 0 || runs.size() < pictures.size()) {
      told.add(left(layers.left(), runs.size() < pictures.size()));
    }
    return "the direct translation; " + String.join("; ", told);
  }

  /** What was not compared for want of time. */
  private String left(int layers, boolean picture) {
    String more = picture ? "a second picture" : "";
    String many = layers > 0 ? layers + " layers one by one" : "";
    return String.format(
        Locale.ROOT,
        "not proved within twice the import's own time (%.1f s of processor time): %s;"
            + " %s goes on to the end",
        budget.most().toMillis() / 1000.0,
        many + (many.isEmpty() || more.isEmpty() ? "" : " and ") + more,
        Hint.OPINION.to("whole"));
  }

  /** An image of one size, and the graph run on it. */
  private record Trial(Shape image, GraphEvaluation run) {}

  /** The smallest image that the graph's own operations take, which may state one size only. */
  private Trial trial(Shape stated, Set<Edge> kept) {
    int[] sides =
        IntStream.of(SIDES)
            .filter(side -> stated.height() == Shape.FREE || side < stated.height())
            .toArray();
    for (int side : sides) {
      Shape image = Shape.square(side, stated.channels());
      if (takes(image)) {
        GraphEvaluation run = run(pictures(image).get(0), kept, image);
        if (run.isWhole()) {
          return new Trial(image, run);
        }
      }
    }
    int least = stated.height() == Shape.FREE ? Math.max(64, model.plan().minimumSize()) : 0;
    Shape image =
        new Shape(
            Math.max(stated.height(), least), Math.max(stated.width(), least), stated.channels());
    return new Trial(image, run(pictures(image).get(0), kept, image));
  }

  private boolean takes(Shape image) {
    try {
      return model.plan().takes(image.height())
          && !model.forImages(image).plan().layers().isEmpty();
    } catch (IllegalArgumentException | ArithmeticException e) {
      return false;
    }
  }

  private List<Picture> pictures(Shape image) {
    DataType type = new Attributes(graph.node(input.edge())).value("dtype").getType();
    return TestPictures.of(type, input, image);
  }

  private GraphEvaluation run(Picture picture, Set<Edge> kept, Shape image) {
    Map<Edge, Shape> own = new LinkedHashMap<>();
    for (Map.Entry<String, Shape> each : model.forImages(image).plan().shapes().entrySet()) {
      GraphOutput origin = made.origins().get(each.getKey());
      if (origin != null) {
        own.put(origin.edge(), origin.inGraph(each.getValue()));
      }
    }
    return GraphEvaluation.of(
        graph,
        Map.of(input.edge(), picture.image()),
        kept,
        edge ->
            Optional.ofNullable(own.get(edge))
                .map(shape -> TestPictures.noise(DataType.DT_FLOAT, 1, 0, shape.batched(1))));
  }

  private static String told(LayerCheck layers) {
    Map.Entry<String, Difference> worst =
        layers.proved().entrySet().stream()
            .max((a, b) -> Double.compare(a.getValue().relative(), b.getValue().relative()))
            .orElse(null);
    return worst == null
        ? "no layer could be held against the graph's operations"
        : String.format(
            Locale.ROOT,
            "%d of %d layers give on noise what the graph's operations do one by one, within"
                + " %.1e (%s)",
            layers.proved().size(),
            layers.proved().size() + layers.unproved().size() + layers.left(),
            worst.getValue().relative(),
            worst.getKey());
  }

  private static String unproved(Map<String, String> layers) {
    List<String> named =
        layers.entrySet().stream()
            .limit(NAMED)
            .map(e -> e.getKey() + " (" + e.getValue() + ")")
            .toList();
    return "not proved: "
        + String.join(", ", named)
        + (layers.size() > NAMED ? " and " + (layers.size() - NAMED) + " more" : "");
  }

  /** The whole on pictures, point by point. */
  private List<String> whole(
      List<Ends.Point> points, List<Picture> pictures, List<GraphEvaluation> runs, Shape image) {
    List<String> told = new ArrayList<>();
    for (Ends.Point point : points) {
      SameDiffNetwork network = Emitter.inference(point.model().forImages(image));
      List<String> seen = new ArrayList<>();
      double worst = 0;
      for (int i = 0; i < runs.size(); i++) {
        Optional<Array> expected = runs.get(i).find(point.origin().edge());
        if (expected.isPresent()) {
          Array wanted = point.origin().asInPlan(expected.get());
          Array fed = input.asInPlan(pictures.get(i).image());
          Tensor found = compute(network, fed);
          Difference difference = Difference.of(found.values(), wanted);
          require(network, fed, found, difference, point);
          if (difference.isEvidence()) {
            seen.add(pictures.get(i).range());
            worst = Math.max(worst, difference.relative());
          }
        }
      }
      network.release();
      told.add(
          seen.isEmpty()
              ? point.name() + " gives no evidence on pictures"
              : String.format(
                  Locale.ROOT,
                  "%s within %.1e on pictures in %s of %s px",
                  point.name(),
                  worst,
                  String.join(" and ", seen.stream().distinct().toList()),
                  image));
    }
    return told;
  }

  private static void require(
      SameDiffNetwork network, Array fed, Tensor found, Difference difference, Ends.Point point) {
    if (difference.relative() <= LayerCheck.MOST) {
      return;
    }
    float[] nudged = LayerCheck.tensor(fed).values().clone();
    for (int i = 0; i < nudged.length; i++) {
      nudged[i] *= NUDGE;
    }
    Tensor moved = compute(network, Array.of(nudged, fed.shape()));
    double amplification =
        Difference.of(moved.values(), Array.of(found.values(), found.shape())).relative();
    double most = Math.max(LayerCheck.MOST, AMPLIFIED * amplification);
    if (!(difference.relative() <= most)) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "the plan and the graph's own operations differ by %.1e at %s on the same"
                  + " picture, more than %.1e",
              difference.relative(),
              point.name(),
              most));
    }
  }

  private static Tensor compute(SameDiffNetwork network, Array fed) {
    return network.compute(Map.of(network.input(), LayerCheck.tensor(fed)));
  }
}

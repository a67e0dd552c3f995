package org.graft.source.tensorflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.graft.failure.Hint;
import org.graft.failure.UnsupportedModelException;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.source.tensorflow.kernel.Array;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tensorflow.framework.DataType;

/**
 * Each layer of a plan held against the nodes that it was made of, both fed the same noise: what
 * one layer makes wrong cannot hide behind another, and rounding does not add up.
 */
final class LayerCheck {
  /** Greatest difference over greatest value of one layer. */
  static final double MOST = 1e-5;

  /** Values that are held at a time, inputs and outputs. */
  private static final long MOST_VALUES = 1L << 24;

  /** Layers that are computed together, before the budget is looked at again. */
  private static final int MOST_LAYERS = 64;

  /** How much of the budget goes to single layers; the rest is for the whole. */
  private static final double SHARE = 0.6;

  /** From what reaches every clip to what no softmax saturates at. */
  private static final double[] AMPLITUDES = {8, 0.25, 1e-2, 1e-4};

  private final Model model;
  private final Map<String, GraphOutput> origins;
  private final GraphEvaluation run;
  private final Budget budget;
  private final Map<String, Difference> found = new LinkedHashMap<>();
  private final Map<String, String> unproved = new LinkedHashMap<>();
  private final Set<String> unread = new LinkedHashSet<>();

  LayerCheck(Model model, Map<String, GraphOutput> origins, GraphEvaluation run, Budget budget) {
    this.budget = budget;
    this.model = model;
    this.origins = origins;
    this.run = run;
  }

  /** Layers that agree, and how well. */
  Map<String, Difference> proved() {
    return found;
  }

  /** Layers that were not compared, and why not. */
  Map<String, String> unproved() {
    return unproved;
  }

  /** Layers that were not compared for want of time. */
  int left() {
    return unread.size();
  }

  /** One layer, what it is fed and what the graph gives for that. */
  private record Piece(Layer layer, Map<String, Array> fed, Array expected) {
    long size() {
      return expected.size() + fed.values().stream().mapToLong(Array::size).sum();
    }
  }

  /**
   * Compares all layers.
   *
   * @throws UnsupportedModelException for the first that differs
   */
  LayerCheck compare() {
    List<Layer> open =
        model.plan().layers().stream()
            .filter(layer -> !(layer instanceof Input) && origins.containsKey(layer.name()))
            .toList();
    for (double amplitude : AMPLITUDES) {
      open = compare(open, amplitude);
    }
    open.forEach(layer -> unproved.put(layer.name(), "gives the same for all noise"));
    return this;
  }

  /** Compares layers, and gives those for which that was no evidence. */
  private List<Layer> compare(List<Layer> layers, double amplitude) {
    List<Layer> left = new ArrayList<>();
    List<Piece> block = new ArrayList<>();
    long size = 0;
    for (Layer layer : layers) {
      if (budget.isSpent(SHARE)) {
        unread.add(layer.name());
        continue;
      }
      try {
        Piece piece = piece(layer, amplitude);
        block.add(piece);
        size += piece.size();
      } catch (UnsupportedModelException e) {
        unproved.put(layer.name(), e.getMessage());
      }
      if (size > MOST_VALUES || block.size() == MOST_LAYERS) {
        left.addAll(compared(block));
        block.clear();
        size = 0;
      }
    }
    left.addAll(compared(block));
    return left;
  }

  private Piece piece(Layer layer, double amplitude) {
    Map<String, Array> fed = new LinkedHashMap<>();
    Map<Edge, Array> given = new HashMap<>();
    for (String source : sources(layer)) {
      Edge edge = origins.get(source).edge();
      DataType type = run.type(edge);
      Array noise = TestPictures.noise(type, amplitude, fed.size(), run.shape(edge));
      given.put(edge, noise);
      fed.put(source, origins.get(source).asInPlan(noise));
    }
    GraphOutput origin = origins.get(layer.name());
    return new Piece(layer, fed, origin.asInPlan(run.piece(origin.edge(), given)));
  }

  /** The layers that a layer is computed from whose values the graph has, too. */
  private Set<String> sources(Layer layer) {
    Set<String> sources = new LinkedHashSet<>();
    for (String source : layer.inputs()) {
      if (origins.containsKey(source)) {
        sources.add(source);
      } else {
        sources.addAll(sources(model.plan().layer(source)));
      }
    }
    return sources;
  }

  private List<Layer> compared(List<Piece> block) {
    List<Piece> simple =
        block.stream().filter(p -> origins.keySet().containsAll(p.layer().inputs())).toList();
    Map<String, Tensor> results = new HashMap<>(together(simple));
    for (Piece piece : block) {
      if (!simple.contains(piece)) {
        results.put(piece.layer().name(), alone(piece));
      }
    }
    List<Layer> left = new ArrayList<>();
    for (Piece piece : block) {
      Difference difference =
          Difference.of(results.get(piece.layer().name()).values(), piece.expected());
      if (!(difference.relative() <= MOST)) {
        throw differs(piece, difference);
      }
      if (difference.isEvidence()) {
        found.put(piece.layer().name(), difference);
      } else {
        left.add(piece.layer());
      }
    }
    return left;
  }

  private UnsupportedModelException differs(Piece piece, Difference difference) {
    return new UnsupportedModelException(
        String.format(
            Locale.ROOT,
            ("layer %%s (%%s) differs from node %%s, which it was made of, by %%.1e on the same"
                    + " noise, more than %%.0e; keep the network up to a layer before it with %s")
                .formatted(Hint.CUT.to("LAYER")),
            piece.layer().name(),
            piece.layer().kindName(),
            origins.get(piece.layer().name()).edge(),
            difference.relative(),
            MOST));
  }

  /** Layers side by side in one graph, each reading inputs of its own. */
  private Map<String, Tensor> together(List<Piece> pieces) {
    if (pieces.isEmpty()) {
      return Map.of();
    }
    List<Layer> inputs = new ArrayList<>();
    List<Layer> layers = new ArrayList<>();
    Map<String, INDArray> fed = new HashMap<>();
    Weights.Builder weights = Weights.builder();
    for (Piece piece : pieces) {
      List<String> names = new ArrayList<>();
      for (String source : piece.layer().inputs()) {
        String name = "fed_" + fed.size();
        Array array = piece.fed().get(source);
        inputs.add(new Input(name, shape(array)));
        names.add(name);
        fed.put(name, SameDiffNetwork.toNative(tensor(array)));
      }
      layers.add(piece.layer().withInputs(names));
      weights.put(piece.layer().name(), model.weights().of(piece.layer().name()));
    }
    inputs.addAll(layers);
    SameDiffNetwork network = Emitter.inference(new Model(new Plan(inputs), weights.build()));
    Map<String, INDArray> given =
        network.graph().output(fed, layers.stream().map(Layer::name).toList());
    Map<String, Tensor> results = new HashMap<>();
    layers.forEach(l -> results.put(l.name(), SameDiffNetwork.fromNative(given.get(l.name()))));
    fed.values().forEach(INDArray::close);
    network.release();
    return results;
  }

  private Tensor alone(Piece piece) {
    Map<String, Shape> shapes = new HashMap<>();
    Map<String, Tensor> fed = new HashMap<>();
    for (Map.Entry<String, Array> each : piece.fed().entrySet()) {
      shapes.put(each.getKey(), shape(each.getValue()));
      fed.put(each.getKey(), tensor(each.getValue()));
    }
    SameDiffNetwork network = Emitter.inference(model.subgraph(shapes, piece.layer().name()));
    return network.compute(fed);
  }

  private static Shape shape(Array array) {
    return new Shape(Arrays.copyOfRange(array.shape(), 1, array.rank()));
  }

  static Tensor tensor(Array array) {
    if (array.isFloat()) {
      return new Tensor(array.values(), array.shape());
    }
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.numbers()[i];
    }
    return new Tensor(values, array.shape());
  }
}

package org.graft.source.tensorflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.tensorflow.framework.AttrValue;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.TensorShapeProto;

/**
 * Makes a plan and its weights of a frozen graph, one rule an operation or named pattern. Total:
 * every node of the graph belongs to a layer, and every variable fills a parameter.
 */
public final class Translator {
  private final FrozenGraph frozen;
  private final Optional<Shape> image;
  private final Subgraph graph;
  private final Extents extents;
  private final Map<String, String> names;

  /** The layer behind each node that carries a map. */
  private final Map<String, String> flows = new HashMap<>();

  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final List<Layer> layers = new ArrayList<>();
  private final Weights.Builder weights = Weights.builder();
  private final Set<String> used = new HashSet<>();

  private Translator(FrozenGraph frozen, Optional<Shape> image) {
    this.frozen = frozen;
    this.image = image;
    this.graph = Patterns.apply(new Subgraph(frozen.graph(), frozen.output(), frozen.literals()));
    this.extents = new Extents(graph);
    this.names = Names.of(graph.nodes().stream().filter(this::makesLayer).toList());
  }

  /** The plan of {@code graph} with its weights. */
  public static Model translate(FrozenGraph graph) {
    Translator translator = new Translator(graph, Optional.empty());
    translator.readAll();
    return translator.model();
  }

  /** The numbers that nodes make of shapes, for images of this shape. */
  static Map<String, long[]> extents(FrozenGraph graph, Shape image) {
    Translator translator = new Translator(graph, Optional.of(image));
    translator.readAll();
    return translator.extents.made();
  }

  private boolean makesLayer(Node node) {
    return !graph.isConstant(node)
        && !node.is("Shape", "Pack", "Prod", "GatherV2")
        && (Rules.TABLE.containsKey(node.op()) || ActivationPatterns.function(node).isPresent());
  }

  private void readAll() {
    for (Node node : graph.nodes()) {
      if (node.name().equals(frozen.input())) {
        input(node);
      } else if (!graph.isConstant(node)
          && !frozen.literals().containsKey(node.name())
          && !extents.take(node, shape(node))) {
        layer(node);
      }
    }
    requireOutput();
    requireAllUsed();
  }

  private Optional<Shape> shape(Node shapeNode) {
    return shapeNode.inputs().isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(flows.get(shapeNode.input(0).node())).map(shapes::get);
  }

  private void input(Node node) {
    DataType type =
        node.attributes().getOrDefault("dtype", AttrValue.getDefaultInstance()).getType();
    if (type != DataType.DT_FLOAT && type != DataType.DT_UINT8) {
      throw Refusal.of(node, "takes " + type + "; pixels as DT_FLOAT or DT_UINT8 are expected");
    }
    TensorShapeProto stated =
        node.attributes().getOrDefault("shape", AttrValue.getDefaultInstance()).getShape();
    if (stated.getDimCount() != 4 || stated.getDim(3).getSize() != 3) {
      throw Refusal.of(
          node,
          "takes "
              + (stated.getUnknownRank() || stated.getDimCount() == 0
                  ? "what has no stated shape"
                  : new Attributes(node).shapeText("shape"))
              + "; images [batch, height, width, 3] are expected");
    }
    Shape shape = new Shape(axis(stated.getDim(1).getSize()), axis(stated.getDim(2).getSize()), 3);
    String name = node.name().replace('/', '_');
    Shape taken = image.orElse(shape);
    add(node, new Input(names.containsValue(name) ? "input_" + name : name, taken), taken);
  }

  private static int axis(long stated) {
    return stated < 1 || stated > Short.MAX_VALUE ? Shape.FREE : (int) stated;
  }

  private void layer(Node node) {
    Function<Step, Optional<Layer>> rule =
        ActivationPatterns.function(node).isPresent()
            ? Rules::activation
            : Rules.TABLE.get(node.op());
    if (rule == null) {
      throw unknown(node);
    }
    Step step = new Step(this, node);
    try {
      Optional<Layer> layer = rule.apply(step);
      if (layer.isPresent()) {
        add(node, layer.get(), outputShape(layer.get()));
      } else {
        flows.put(node.name(), step.input(0));
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      throw Refusal.of(node, "cannot be translated: " + e.getMessage());
    }
  }

  private static UnsupportedModelException unknown(Node node) {
    if (node.op().startsWith("Random") || node.op().startsWith("Apply")) {
      return Refusal.of(node, "belongs to training; save the network for inference");
    }
    return Refusal.of(
        node,
        "is an operation that is not supported (docs/formats.md lists what is); --cut LAYER keeps"
            + " the base up to a layer before it");
  }

  private void add(Node node, Layer layer, Shape shape) {
    layers.add(layer);
    flows.put(node.name(), layer.name());
    shapes.put(layer.name(), shape);
  }

  private Shape outputShape(Layer layer) {
    return layer.outputShape(layer.inputs().stream().map(shapes::get).toList());
  }

  private void requireOutput() {
    String end = flows.get(frozen.output().node());
    if (end == null || frozen.output().output() != 0) {
      throw new UnsupportedModelException(
          frozen.path() + ": what it gives, " + frozen.output() + ", does not depend on the image");
    }
  }

  private void requireAllUsed() {
    List<String> left =
        graph.nodes().stream()
            .filter(n -> Freezing.VARIABLES.contains(n.op()) && !used.contains(n.name()))
            .map(n -> frozen.literals().get(n.name()).toString())
            .toList();
    if (!left.isEmpty()) {
      throw new UnsupportedModelException(
          left.size() + " variables fill no parameter of a layer: " + String.join(", ", left));
    }
  }

  private Model model() {
    List<Layer> ordered = new ArrayList<>(layers);
    ordered.sort((a, b) -> Boolean.compare(b instanceof Input, a instanceof Input));
    try {
      return new Model(new Plan(ordered), weights.build());
    } catch (IllegalArgumentException e) {
      throw new UnsupportedModelException(frozen.path() + ": " + e.getMessage(), e);
    }
  }

  /** What a rule sees of the graph and of the layers made so far. */
  record Step(Translator of, Node node) {
    /** The layer's name. */
    String name() {
      return of.names.get(node.name());
    }

    /** Name of the layer whose output comes in at this place. */
    String input(int index) {
      return flow(node.input(index));
    }

    private String flow(Edge edge) {
      String layer = of.flows.get(edge.node());
      if (layer == null || edge.output() != 0) {
        throw Refusal.of(node, "reads " + edge + ", which is no map that a layer gives");
      }
      return layer;
    }

    List<String> inputs(int count) {
      return node.inputs().subList(0, count).stream().map(this::flow).toList();
    }

    boolean isConstant(int index) {
      return of.graph.isConstant(node.input(index));
    }

    boolean isVariable(int index) {
      return isConstant(index) && of.graph.isVariable(node.input(index));
    }

    /**
     * Whether the file holds a variable of the layer by this name, which the graph may not read.
     */
    boolean owns(String variable) {
      return of.frozen.variables().contains(name() + "/" + variable);
    }

    /** The shape that comes in, without the batch axis. */
    Shape shape(int index) {
      return of.shapes.get(input(index));
    }

    Attributes attributes() {
      return new Attributes(node);
    }

    /** Whole numbers that are constant or made of shapes. */
    long[] numbers(int index) {
      return of.extents.of(node.input(index));
    }

    /** A constant array. */
    float[] values(int index) {
      Edge edge = node.input(index);
      if (!of.graph.isConstant(edge)) {
        throw Refusal.of(node, "reads " + edge + " where a constant is expected");
      }
      mark(edge);
      return of.graph.folded(edge).floats();
    }

    /** A stored array of the given rank; an array of rank 1 may be stored with more axes. */
    Tensor tensor(int index, int rank) {
      Edge edge = node.input(index);
      if (!of.graph.isConstant(edge)) {
        throw Refusal.of(node, "reads " + edge + " where a stored array is expected");
      }
      Edge stored = of.graph.stored(edge);
      mark(edge);
      Literal literal = of.graph.folded(stored);
      if (rank == 1) {
        return Tensor.vector(literal.floats());
      }
      if (literal.shape().length != rank) {
        throw Refusal.of(node, "reads " + literal + ", an array of " + rank + " axes is expected");
      }
      return new Tensor(literal.floats(), literal.shape());
    }

    /** Gives the layer one of its arrays. */
    Step put(String parameter, Tensor tensor) {
      of.weights.put(name(), parameter, tensor);
      return this;
    }

    /** All variables that a constant is computed from are used. */
    private void mark(Edge edge) {
      Deque<Edge> open = new ArrayDeque<>(List.of(edge));
      while (!open.isEmpty()) {
        Edge source = open.pop();
        if (of.used.add(source.node())) {
          of.graph.node(source).inputs().forEach(open::push);
        }
      }
    }

    long[] batchedShape(int index) {
      return Extents.batched(shape(index));
    }

    boolean sameFrom(int index, long[] numbers) {
      return Arrays.equals(batchedShape(index), numbers);
    }
  }
}

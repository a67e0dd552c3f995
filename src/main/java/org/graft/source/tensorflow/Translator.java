package org.graft.source.tensorflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.graft.failure.Hint;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Permute;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.jspecify.annotations.Nullable;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.TensorShapeProto;

/**
 * Makes a plan and its weights of a frozen graph, one rule an operation or named pattern. Total:
 * every node of the graph belongs to a layer, and every variable fills a parameter.
 */
public final class Translator {
  private static final int CHANNELS = 3;

  private static final Pattern DRAWS =
      Pattern.compile(".*(Random|Rng|Multinomial|TruncatedNormal).*");

  final FrozenGraph frozen;
  private final Optional<Shape> image;
  final Subgraph graph;
  final Extents extents;
  private final Map<String, String> names;

  /** What carries each output that depends on the image. */
  private final Map<Edge, LayerOutput> flows = new HashMap<>();

  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final List<Layer> layers = new ArrayList<>();
  private final Weights.Builder weights = Weights.builder();
  private final Set<String> used = new HashSet<>();
  private final Map<String, String> permuted = new HashMap<>();
  private final Map<String, GraphOutput> origins = new HashMap<>();

  private Translator(FrozenGraph frozen, Optional<Shape> image) {
    this.frozen = frozen;
    this.image = image;
    this.graph = Patterns.apply(new Subgraph(frozen.graph(), frozen.output(), frozen.literals()));
    this.extents = new Extents(graph);
    Set<String> made = Extents.nodes(graph);
    this.names = Names.of(graph.nodes().stream().filter(n -> makesLayer(n, made)).toList());
  }

  /**
   * The plan of {@code graph} with its weights, and what of the graph each layer is.
   *
   * @param cut the last layer to keep, or {@code null}; what lies behind it need not be known
   */
  public static Translation read(FrozenGraph graph, @Nullable String cut) {
    Translator translator = new Translator(graph, Optional.empty());
    Model model = translator.model(translator.readUpTo(cut));
    Map<String, GraphOutput> origins = new HashMap<>(translator.origins);
    origins.keySet().retainAll(model.plan().layers().stream().map(Layer::name).toList());
    return new Translation(model, origins);
  }

  /** The numbers that nodes make of shapes, for images of this shape. */
  static Map<String, long[]> extents(FrozenGraph graph, Shape image) {
    Translator translator = new Translator(graph, Optional.of(image));
    translator.readUpTo(null);
    return translator.extents.made();
  }

  private boolean makesLayer(Node node, Set<String> made) {
    return !graph.isConstant(node) && !made.contains(node.name()) && Rules.of(node).isPresent();
  }

  /**
   * Reads what the named layer needs; all, if there is no such layer yet.
   *
   * @return the layer that carries the output
   */
  private String readUpTo(@Nullable String cut) {
    Edge end =
        graph.nodes().stream()
            .filter(node -> cut != null && cut.equals(names.get(node.name())))
            .map(node -> Edge.of(node.name()))
            .findFirst()
            .orElse(frozen.output());
    Set<String> needed = graph.reach(end);
    requireNothingDrawn(needed);
    for (Node node : graph.nodes()) {
      if (!needed.contains(node.name())) {
        continue;
      }
      if (node.name().equals(frozen.input())) {
        input(node);
      } else if (!graph.isConstant(node)
          && !frozen.literals().containsKey(node.name())
          && !extents.take(node, shape(node))) {
        layer(node);
      }
    }
    requireOutput(end);
    String output = layer(end, false);
    requireAllUsed(needed);
    return output;
  }

  private Optional<Shape> shape(Node shapeNode) {
    return shapeNode.inputs().stream()
        .limit(1)
        .filter(flows::containsKey)
        .map(edge -> new GraphOutput(edge, flows.get(edge).turned()))
        .map(output -> output.inGraph(shapes.get(flows.get(output.edge()).layer())))
        .findFirst();
  }

  private void input(Node node) {
    DataType type = node.attribute("dtype").getType();
    if (!Types.isPixel(type)) {
      throw node.refusal(
          ("takes %s; pixels as DT_FLOAT or DT_UINT8 are expected; the image takes another"
                  + " node's place%s")
              .formatted(type, Frozen.hint(graph.nodes())));
    }
    TensorShapeProto stated = node.attribute("shape").getShape();
    boolean turned = isTurned(stated);
    if (stated.getDimCount() != 4 || (!turned && !isPixel(stated, 3))) {
      throw node.refusal(
          "takes %s; images [batch, height, width, 3], or of one channel, are expected"
              .formatted(
                  stated.getUnknownRank() || stated.getDimCount() == 0
                      ? "what has no stated shape"
                      : new Attributes(node).shapeText("shape")));
    }
    int rows = turned ? 2 : 1;
    Shape shape =
        new Shape(
            axis(stated.getDim(rows).getSize()),
            axis(stated.getDim(rows + 1).getSize()),
            (int) stated.getDim(turned ? 1 : 3).getSize());
    String name = node.name().replace('/', '_');
    Shape taken = image.orElse(shape);
    Input input = new Input(names.containsValue(name) ? "input_" + name : name, taken);
    add(Edge.of(node.name()), input, turned);
  }

  /** Whether images are [channels, height, width]; colour tells more than one channel does. */
  private static boolean isTurned(TensorShapeProto stated) {
    if (stated.getDimCount() != 4) {
      return false;
    }
    long first = stated.getDim(1).getSize();
    long last = stated.getDim(3).getSize();
    return last != CHANNELS && (first == CHANNELS || (first == 1 && last != 1));
  }

  private static boolean isPixel(TensorShapeProto stated, int axis) {
    long channels = stated.getDim(axis).getSize();
    return channels == CHANNELS || channels == 1;
  }

  private static int axis(long stated) {
    return stated < 1 || stated > Short.MAX_VALUE ? Shape.FREE : (int) stated;
  }

  private void layer(Node node) {
    Rules.Rule rule = Rules.of(node).orElseThrow(() -> unknown(node));
    Types.requireFractions(node, rule);
    RuleContext step = new RuleContext(this, node, isTurned(node, rule));
    try {
      Optional<Layer> layer = rule.layer().apply(step);
      if (layer.isPresent()) {
        add(Edge.of(node.name()), layer.get(), step.turned());
      } else if (!step.gaveOutputs()) {
        flows.put(Edge.of(node.name()), step.flow(0));
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      throw node.refusal("cannot be translated: " + e.getMessage());
    }
  }

  /**
   * Whether a node works on maps [channels, height, width]: it says {@code data_format = NCHW}, or
   * names axes or leaves their order open where such maps come in.
   */
  private boolean isTurned(Node node, Rules.Rule rule) {
    if (node.attributes().containsKey("data_format")) {
      return node.attribute("data_format").getS().toStringUtf8().equals("NCHW");
    }
    if (!rule.is(Rules.Trait.ANY_ORDER)
        || node.attribute("shrink_axis_mask").getI() != 0
        || node.attribute("new_axis_mask").getI() != 0) {
      return false;
    }
    List<LayerOutput> maps =
        node.inputs().stream()
            .map(flows::get)
            .filter(Objects::nonNull)
            .filter(this::isMap)
            .toList();
    return !maps.isEmpty() && maps.stream().allMatch(LayerOutput::turned);
  }

  private static UnsupportedModelException unknown(Node node) {
    if (node.op().startsWith("Apply")) {
      return node.refusal("belongs to training; save the network for inference");
    }
    return node.refusal(
        ("is an operation that is not supported (docs/formats.md lists what is); %s keeps"
                + " the base up to a layer before it, %s begins behind it")
            .formatted(Hint.CUT.to("LAYER"), Hint.INPUT.to("NODE")));
  }

  private void requireNothingDrawn(Set<String> needed) {
    for (Node node : graph.nodes()) {
      if (needed.contains(node.name()) && DRAWS.matcher(node.op()).matches()) {
        throw node.refusal(
            ("draws at random, in a layer of training (augmentation, dropout) that was saved"
                    + " active; save the network for inference, say %s where it has such a"
                    + " placeholder, or begin behind it with %s")
                .formatted(Hint.SET.to("keep_prob=1"), Hint.INPUT.to("NODE")));
      }
    }
  }

  /** Makes a layer what carries an output. */
  void add(Edge edge, Layer layer, boolean turned) {
    Shape shape = add(layer);
    LayerOutput flow = new LayerOutput(layer.name(), turned && shape.isMap());
    flows.put(edge, flow);
    origins.put(layer.name(), new GraphOutput(edge, flow.turned()));
  }

  /** Adds a layer, of which a node may need several, and gives its output's shape. */
  Shape add(Layer layer) {
    Shape shape = layer instanceof Input input ? input.shape() : outputShape(layer);
    layers.add(layer);
    shapes.put(layer.name(), shape);
    return shape;
  }

  private Shape outputShape(Layer layer) {
    return layer.outputShape(layer.inputs().stream().map(shapes::get).toList());
  }

  private void requireOutput(Edge end) {
    if (!flows.containsKey(end)) {
      boolean sizes = extents.made().containsKey(end.node());
      throw new UnsupportedModelException(
          "%s: what it ends in, %s, %s; name another node with %s"
              .formatted(
                  frozen.path(),
                  end,
                  sizes
                      ? "gives sizes and no feature of the image"
                      : "does not depend on the image",
                  Hint.OUTPUT.to("NODE")));
    }
  }

  private void requireAllUsed(Set<String> needed) {
    List<String> left =
        graph.nodes().stream()
            .filter(n -> needed.contains(n.name()))
            .filter(n -> Freezing.VARIABLES.contains(n.op()) && !used.contains(n.name()))
            .map(n -> frozen.literals().get(n.name()).toString())
            .toList();
    if (!left.isEmpty()) {
      throw new UnsupportedModelException(
          left.size() + " variables fill no parameter of a layer: " + String.join(", ", left));
    }
  }

  private Model model(String output) {
    List<Layer> ordered = new ArrayList<>(layers);
    ordered.sort((a, b) -> Boolean.compare(b instanceof Input, a instanceof Input));
    try {
      return new Model(new Plan(ordered), weights.build()).upTo(output);
    } catch (IllegalArgumentException e) {
      throw new UnsupportedModelException(frozen.path() + ": " + e.getMessage(), e);
    }
  }

  /**
   * A layer that carries an output with its axes as the node that reads it has them.
   *
   * @param turned whether that node's maps are [channels, height, width]
   */
  String layer(Edge edge, boolean turned) {
    LayerOutput flow = flow(edge);
    boolean fits = flow.turned() == turned || !isMap(flow);
    return fits
        ? flow.layer()
        : permuted.computeIfAbsent(flow.layer(), layer -> permute(layer, turned));
  }

  private String permute(String layer, boolean turned) {
    String name = layer + (turned ? "_channels_last" : "_channels_first");
    add(new Permute(name, layer, turned ? List.of(2, 3, 1) : List.of(3, 1, 2)));
    return name;
  }

  private boolean isMap(LayerOutput flow) {
    return shapes.get(flow.layer()).isMap();
  }

  void pass(Edge edge, LayerOutput flow) {
    flows.put(edge, flow);
  }

  /** What carries an output, or {@code null} for one that does not depend on the image. */
  LayerOutput flow(Edge edge) {
    return flows.get(edge);
  }

  Shape shape(String layer) {
    return shapes.get(layer);
  }

  String layerName(Node node) {
    return names.get(node.name());
  }

  void put(String layer, String parameter, Tensor tensor) {
    weights.put(layer, parameter, tensor);
  }

  /** All variables that a constant is computed from are used. */
  void mark(Edge edge) {
    Deque<Edge> open = new ArrayDeque<>(List.of(edge));
    while (!open.isEmpty()) {
      Edge source = open.pop();
      if (used.add(source.node())) {
        graph.node(source).inputs().forEach(open::push);
      }
    }
  }
}

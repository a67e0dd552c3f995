package org.graft.source.tensorflow;

import static org.graft.source.tensorflow.Term.any;
import static org.graft.source.tensorflow.Term.flow;
import static org.graft.source.tensorflow.Term.scalar;
import static org.graft.source.tensorflow.Term.variable;
import static org.graft.source.tensorflow.Term.withConstant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.shade.protobuf.ByteString;
import org.tensorflow.framework.AttrValue;
import org.tensorflow.framework.DataType;

/**
 * Named rewrites: several nodes that are one layer become one node, under the last one's name. The
 * operations that they make have a colon in their names, which no operation of a file can have.
 */
final class Patterns {
  /** What the names of made operations begin with. */
  static final String PREFIX = "graft:";

  static final String BATCH_NORM = "graft:BatchNorm";
  static final String LAYER_NORM = "graft:LayerNorm";
  static final String GROUP_NORM = "graft:GroupNorm";
  static final String NORMALIZE = "graft:Normalize";
  static final String RESCALE = "graft:Rescale";
  static final String SCALED_ADD = "graft:ScaledAdd";
  static final String SEPARABLE = "graft:SeparableConv2D";
  static final String DENSE = "graft:Dense";
  static final String SUM = "graft:Sum";
  static final String SHUFFLE = "graft:ChannelShuffle";
  static final String REPEAT = "graft:Repeat";

  /** Prefix of activations that TensorFlow has no operation for. */
  static final String ACTIVATION = "graft:activation:";

  /** Attribute of a layer's node: the activation that it ends in. */
  static final String ENDS_IN = "graft:activation";

  /** Attribute of a product's node: its one column has an axis that the shape stated lacks. */
  static final String EXPANDED = "graft:expanded";

  /** Attribute of a layer's node: its last input is the bias. */
  static final String BIAS = "graft:bias";

  /**
   * Attribute of a convolution's node: it is dilated by going over maps that are taken apart, and
   * block, paddings and crops are inputs behind the kernel.
   */
  static final String SPACES = "graft:spaces";

  private static final String[] WITH_BIAS = {
    "Conv2D", "Conv2DBackpropInput", "DepthwiseConv2dNative", SEPARABLE, "MatMul", DENSE
  };

  /** {@code x * scale + offset} with constants, in one layer. */
  private static final Subgraph.Rewrite RESCALED =
      withConstant("AddV2|Add", scaled(any("scale")), any("offset"))
          .where(node -> !isOfSizes(node))
          .to(RESCALE, "x", "scale", "offset");

  /** {@code first + second * scale} in one layer, with one number. */
  private static final Subgraph.Rewrite SCALED_AND_ADDED =
      flow("AddV2|Add", variable("first"), scaled(scalar("scale")))
          .to(SCALED_ADD, "first", "x", "scale");

  private static final List<Subgraph.Rewrite> WITHIN_LAYERS =
      List.of(
          NormalizationPatterns.BATCH_NORM,
          NormalizationPatterns.LAYER_NORM,
          NormalizationPatterns.GROUP_NORM,
          NormalizationPatterns.NORMALIZE,
          ActivationPatterns.HARD_SILU,
          ActivationPatterns.SILU,
          ActivationPatterns.HARD_SIGMOID,
          ActivationPatterns.GELU,
          ActivationPatterns.GELU_TANH,
          at(ChoicePatterns::function, "SelectV2", "Select"),
          AttentionPatterns.REWRITE,
          ResizePatterns.SCALED_BY_RATIO,
          ResizePatterns.STANDARDIZED,
          ProductPatterns::turned,
          at(ProductPatterns::denseOnLastAxis, "Reshape"),
          at(ProductPatterns::expanded, "ExpandDims"),
          at(SpacePatterns::dilated, "BatchToSpaceND", "BatchToSpace"),
          SpacePatterns.SHUFFLE,
          SpacePatterns.REPEAT,
          at(Patterns::separable, "Conv2D"));

  private static final List<Subgraph.Rewrite> WHOLE_LAYERS =
      List.of(
          at(Patterns::bias, "BiasAdd", "AddV2", "Add"),
          Patterns::activation,
          RESCALED,
          SCALED_AND_ADDED,
          at(Patterns::sum, "AddV2", "Add"));

  private Patterns() {}

  private static Term scaled(Term by) {
    return withConstant("Mul", any("x"), by).alone().inLayer();
  }

  /** A pattern whose last node is one of these operations. */
  private static Subgraph.Rewrite at(Subgraph.Rewrite pattern, String... operations) {
    return (graph, root) -> root.is(operations) ? pattern.apply(graph, root) : Optional.empty();
  }

  static Subgraph apply(Subgraph graph) {
    return graph.rewritten(WITHIN_LAYERS).rewritten(WHOLE_LAYERS);
  }

  static Node made(Node root, String op, Edge... inputs) {
    return new Node(root.name(), op, List.of(inputs), Map.of());
  }

  /** {@code tf.nn.separable_conv2d}: a depthwise convolution and one of 1x1, in one layer. */
  private static Optional<Node> separable(Subgraph graph, Node root) {
    if (!new Attributes(root).isPointwise()) {
      return Optional.empty();
    }
    return graph
        .own(root.input(0), "DepthwiseConv2dNative")
        .filter(depthwise -> Scopes.same(depthwise, root) && root.name().contains("/"))
        .filter(depthwise -> isOneByOne(graph, root.input(1)))
        .map(
            depthwise ->
                new Node(
                    root.name(),
                    SEPARABLE,
                    List.of(depthwise.input(0), depthwise.input(1), root.input(1)),
                    depthwise.attributes()));
  }

  private static boolean isOneByOne(Subgraph graph, Edge kernel) {
    int[] shape = graph.literal(kernel).map(Literal::shape).orElse(new int[0]);
    return shape.length == 4 && shape[0] == 1 && shape[1] == 1;
  }

  private static Optional<Node> bias(Subgraph graph, Node root) {
    return graph
        .flowAndConstant(root)
        .flatMap(
            pair ->
                graph
                    .own(pair.get(0), WITH_BIAS)
                    .filter(layer -> layer.attributes().get(ENDS_IN) == null && !hasBias(layer))
                    .filter(layer -> root.is("BiasAdd") || Scopes.same(layer, root))
                    .filter(layer -> Biases.fits(graph, layer, root, pair.get(1)))
                    .map(layer -> ending(root, layer, pair.get(1))));
  }

  private static Node ending(Node root, Node layer, Edge bias) {
    List<Edge> inputs = new ArrayList<>(layer.inputs());
    inputs.add(bias);
    return layer.withInputs(inputs).marked(BIAS).as(root);
  }

  static boolean hasBias(Node layer) {
    return layer.attributes().containsKey(BIAS);
  }

  private static Optional<Node> activation(Subgraph graph, Node root) {
    Optional<AttrValue.Builder> function =
        ActivationPatterns.function(root)
            .map(f -> AttrValue.newBuilder().setS(ByteString.copyFromUtf8(f.name())));
    return function
        .flatMap(f -> graph.own(root.input(0), WITH_BIAS))
        .filter(layer -> Scopes.same(layer, root))
        .filter(layer -> layer.attributes().get(ENDS_IN) == null)
        .map(layer -> layer.with(ENDS_IN, function.get()).as(root));
  }

  /** Whether a node computes with whole numbers, as sizes of maps are. */
  private static boolean isOfSizes(Node node) {
    DataType type = node.attribute("T").getType();
    return type == DataType.DT_INT32 || type == DataType.DT_INT64;
  }

  /** Sums of sums in one layer. */
  private static Optional<Node> sum(Subgraph graph, Node root) {
    if (isOfSizes(root) || graph.flowAndConstant(root).isPresent()) {
      return Optional.empty();
    }
    return graph
        .own(root.input(0), "AddV2", "Add", SUM)
        .filter(first -> !Scopes.layer(root.name()).isEmpty() && Scopes.same(first, root))
        .filter(first -> first.inputs().stream().noneMatch(graph::isConstant))
        .map(
            first -> {
              List<Edge> all = new ArrayList<>(first.inputs());
              all.add(root.input(1));
              return new Node(root.name(), SUM, all, Map.of());
            });
  }
}

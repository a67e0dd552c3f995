package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft.export.onnx.OnnxGraph.Attribute;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.graft.export.onnx.OnnxGraph.Element;
import org.graft.export.onnx.OnnxGraph.Initialiser;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Node;
import org.graft.export.onnx.OnnxGraph.Value;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Dynamic quantisation to 8 bits, as {@code onnxruntime.quantization.quantize_dynamic} does it by
 * channel: the kernel of a Conv or MatMul becomes levels around 128 with one scale an output
 * channel, and what enters is quantised as a whole by DynamicQuantizeLinear each time. Convolutions
 * in groups, which have few weights and suffer most, stay as they are.
 */
final class Quantisation {
  private static final int MIDDLE = 128;
  private static final int MOST = 127;
  private static final String ZERO = "quantised/zero";

  private final OnnxGraph graph;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Initialiser> initialisers = new LinkedHashMap<>();
  private final Map<String, Value> values;
  private final Set<String> entered = new HashSet<>();

  private Quantisation(OnnxGraph graph) {
    this.graph = graph;
    this.values = new LinkedHashMap<>(graph.values());
    graph.initialisers().forEach(i -> initialisers.put(i.name(), i));
  }

  static OnnxGraph apply(OnnxGraph graph) {
    return Rewrites.dropUnusedInitialisers(new Quantisation(graph).rewrite());
  }

  private OnnxGraph rewrite() {
    constant(ZERO, Nd4j.scalar(DataType.UINT8, MIDDLE));
    for (Node node : graph.nodes()) {
      if (isQuantised(node)) {
        quantise(node);
      } else {
        nodes.add(node);
      }
    }
    return new OnnxGraph(
        graph.inputs(), graph.outputs(), nodes, List.copyOf(initialisers.values()), values);
  }

  private boolean isQuantised(Node node) {
    boolean product = node.type().equals("MatMul");
    boolean conv = node.type().equals("Conv") && node.attributes().contains(new Int("group", 1));
    return (product || conv) && initialisers.containsKey(node.inputs().get(1));
  }

  /** A product of integers, in reals, times both scales, and the bias. */
  private void quantise(Node node) {
    boolean conv = node.type().equals("Conv");
    String in = entering(node.inputs().get(0));
    String kernel = node.inputs().get(1);
    INDArray scales = kernel(kernel, conv);
    List<Dimension> shape = graph.value(node.output()).shape();
    String levels =
        add(
            new Value(node.name() + "/levels", Element.INT32, shape),
            conv ? "ConvInteger" : "MatMulInteger",
            List.of(in, levels(kernel), in + "/zero", ZERO),
            node.attributes().toArray(Attribute[]::new));
    Int to = new Int("to", Element.FLOAT.code());
    String reals = add(real(node.name() + "/reals", shape), "Cast", List.of(levels), to);
    List<Dimension> column = Arrays.stream(scales.shape()).mapToObj(Dimension::of).toList();
    String scale =
        add(real(node.name() + "/scale", column), "Mul", List.of(in + "/scale", scale(kernel)));
    boolean biased = node.inputs().size() > 2;
    Value out = graph.value(node.output());
    Value scaled = biased ? real(node.name() + "/scaled", shape) : out;
    add(scaled, "Mul", List.of(reals, scale));
    if (biased) {
      INDArray bias = initialisers.get(node.inputs().get(2)).array();
      String wide = constant(node.name() + "/bias", bias.reshape(bias.length(), 1, 1));
      add(out, "Add", List.of(scaled.name(), wide));
    }
  }

  /** What enters, quantised once however many nodes read it; its scale and zero go with it. */
  private String entering(String value) {
    String levels = value + "/quantised";
    if (entered.add(value)) {
      List<Dimension> shape = graph.value(value).shape();
      List<String> made = List.of(levels, levels + "/scale", levels + "/zero");
      nodes.add(new Node(levels, "DynamicQuantizeLinear", List.of(value), made, List.of()));
      values.put(levels, new Value(levels, Element.UINT8, shape));
      values.put(made.get(1), real(made.get(1), List.of()));
      values.put(made.get(2), new Value(made.get(2), Element.UINT8, List.of()));
    }
    return levels;
  }

  /** Adds a kernel's levels and scales, and returns the scales, one an output channel. */
  private INDArray kernel(String name, boolean conv) {
    INDArray kernel = initialisers.get(name).array();
    int[] within = conv ? new int[] {1, 2, 3} : new int[] {0};
    INDArray most = Transforms.abs(kernel, true).max(true, within);
    INDArray scales = Transforms.max(most.div(MOST), Float.MIN_NORMAL, true);
    INDArray levels = Transforms.round(kernel.div(scales), true).addi(MIDDLE);
    constant(levels(name), levels.castTo(DataType.UINT8));
    long channels = scales.length();
    INDArray column = conv ? scales.reshape(channels, 1, 1) : scales.reshape(channels);
    constant(scale(name), column);
    return column;
  }

  private static String levels(String kernel) {
    return kernel + "/levels";
  }

  private static String scale(String kernel) {
    return kernel + "/scale";
  }

  private static Value real(String name, List<Dimension> shape) {
    return new Value(name, Element.FLOAT, shape);
  }

  private String constant(String name, INDArray array) {
    initialisers.put(name, new Initialiser(name, array));
    return name;
  }

  private String add(Value made, String type, List<String> inputs, Attribute... attributes) {
    String name = made.name();
    nodes.add(new Node(name, type, inputs, List.of(name), Arrays.asList(attributes)));
    values.put(name, made);
    return name;
  }
}

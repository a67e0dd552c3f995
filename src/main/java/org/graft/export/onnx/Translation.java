package org.graft.export.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft.export.onnx.OnnxGraph.Element;
import org.graft.export.onnx.OnnxGraph.Ints;
import org.graft.export.onnx.OnnxGraph.Value;
import org.graft.failure.UnsupportedModelException;
import org.graft.graph.Network;
import org.graft.plan.Layer;
import org.graft.plan.Shape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A SameDiff graph as an ONNX graph, operation by operation through {@link Rules#TABLE}. Only what
 * the outputs need is translated. Maps change to {@code [batch, channels, height, width]} once,
 * behind the input.
 */
final class Translation {
  private static final int IMAGE_RANK = 4;

  private final Network network;
  private final SameDiff source;
  private final OnnxOptions options;
  private final GraphBuilder builder;
  private final Map<String, Flow> flows = new HashMap<>();
  private final Set<String> computed = new HashSet<>();

  private Translation(Network network, OnnxOptions options) {
    this.network = network;
    this.source = network.graph();
    this.options = options;
    Set<String> reserved = new HashSet<>(options.outputs().keySet());
    reserved.add(OnnxOptions.IMAGE);
    this.builder = new GraphBuilder(reserved);
  }

  /**
   * Translates what {@code options} asks for.
   *
   * @throws UnsupportedModelException if an operation has no rule or is used in an unknown way
   */
  static OnnxGraph of(Network network, OnnxOptions options) {
    return new Translation(network, options).translate();
  }

  private OnnxGraph translate() {
    Shape image = imageShape();
    InputRule input = new InputRule(options.input(), image);
    flows.put(entry(), input.carried(builder));
    Set<String> needed = needed();
    Map<String, String> layers = layerOf();
    for (SameDiffOp operation : source.getOps().values()) {
      Op op = Op.of(operation);
      if (op.inputs().stream().allMatch(this::isConstant)) {
        computed.add(op.output());
      } else if (needed.contains(op.output()) && !flows.containsKey(op.output())) {
        translate(op, layers.getOrDefault(op.output(), op.output()));
      }
    }
    List<Value> outputs = new ArrayList<>();
    options.outputs().forEach((name, variable) -> outputs.add(handOut(name, variable)));
    return builder.build(List.of(input.value()), outputs);
  }

  private void translate(Op op, String layer) {
    builder.enter(layer);
    Flow flow = Rules.of(op).apply(op, this);
    String value = layer.equals(op.output()) ? builder.rename(flow.value(), layer) : flow.value();
    flows.put(op.output(), new Flow(value, flow.shape()));
  }

  /** What holds a variable that depends on the images. */
  Flow flow(Op reader, String variable) {
    Flow flow = flows.get(variable);
    if (flow == null) {
      throw reader.unsupported("reads '" + variable + "', which does not come from the images");
    }
    return flow;
  }

  /** The first input of an operation, which must depend on the images. */
  Flow first(Op op) {
    return flow(op, op.input(0));
  }

  /** Whether a variable is an array, or made of nothing but arrays. */
  boolean isConstant(String variable) {
    VariableType type = source.getVariable(variable).getVariableType();
    return type == VariableType.CONSTANT
        || type == VariableType.VARIABLE
        || computed.contains(variable);
  }

  /** The array of an operation's input, which must be a constant. */
  INDArray array(Op reader, int input) {
    String variable = reader.input(input);
    reader.require(isConstant(variable), "reads '" + variable + "', which is no constant");
    return computed.contains(variable)
        ? source.outputSingle(Map.of(), variable)
        : source.getVariable(variable).getArr();
  }

  /**
   * Adds {@code array}, which an operation's input holds in another form, as a constant under the
   * name of the layer's parameter that it was made from, and returns its name.
   */
  String constant(Op op, int input, INDArray array) {
    String parameter = op.input(input);
    while (computed.contains(parameter)) {
      parameter = source.getOps().get(producer(parameter)).getInputsToOp().get(0);
    }
    return builder.constant(parameter, array);
  }

  GraphBuilder builder() {
    return builder;
  }

  /** The variable that the file's input stands for. */
  private String entry() {
    return options.input().variable().orElse(network.input());
  }

  private Shape imageShape() {
    SDVariable placeholder = source.getVariable(network.input());
    long[] shape = placeholder.getShape();
    if (shape == null || shape.length != IMAGE_RANK) {
      throw new UnsupportedModelException(
          "the input '" + network.input() + "' is not [batch, height, width, channels]");
    }
    Shape image =
        new Shape(Math.toIntExact(shape[1]), Math.toIntExact(shape[2]), Math.toIntExact(shape[3]));
    if (image.size() == Shape.FREE) {
      throw new UnsupportedModelException("the network takes images of any size; fix one first");
    }
    return image;
  }

  private Value handOut(String name, String variable) {
    Flow flow = flows.get(variable);
    if (flow == null) {
      throw new UnsupportedModelException(
          "cannot export '" + variable + "' to ONNX: it does not come from the images");
    }
    if (flow.isMap()) {
      Ints perm = new Ints("perm", Flow.TO_NHWC);
      builder.output(name, "Transpose", List.of(flow.value()), perm);
    } else {
      builder.output(name, "Identity", List.of(flow.value()));
    }
    return new Value(name, Element.FLOAT, Flow.natural(flow.shape()));
  }

  /** The variables that the outputs are made from. */
  private Set<String> needed() {
    Set<String> needed = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(options.outputs().values());
    while (!open.isEmpty()) {
      String variable = open.pop();
      boolean met = !needed.add(variable) || variable.equals(entry());
      if (!met && source.getVariables().containsKey(variable)) {
        SameDiffOp producer = source.getOps().get(producer(variable));
        open.addAll(producer == null ? List.of() : producer.getInputsToOp());
      }
    }
    return needed;
  }

  private String producer(String variable) {
    return source.getVariables().get(variable).getOutputOfOp();
  }

  /** The layer that each variable belongs to: the next one that an operation finishes. */
  private Map<String, String> layerOf() {
    Set<String> layers = new HashSet<>();
    network.plan().layers().stream().map(Layer::name).forEach(layers::add);
    Map<String, String> layerOf = new HashMap<>();
    List<String> open = new ArrayList<>();
    for (SameDiffOp operation : source.getOps().values()) {
      String output = operation.getOutputsOfOp().get(0);
      open.add(output);
      if (layers.contains(output)) {
        open.forEach(variable -> layerOf.put(variable, output));
        open.clear();
      }
    }
    return layerOf;
  }
}

package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.graft.export.onnx.OnnxGraph.Element;
import org.graft.export.onnx.OnnxGraph.Ints;
import org.graft.export.onnx.OnnxGraph.Value;
import org.graft.failure.UnsupportedModelException;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A plan as an ONNX graph, layer by layer through {@link Layers}. Only what the outputs need is
 * written. Windows and what lies between them work on maps {@code [batch, channels, height,
 * width]}, what works cell by cell on {@code [batch, height, width, channels]}; maps are turned
 * where the two meet.
 */
final class PlanTranslation {
  private final Model model;
  private final OnnxOptions options;
  private final GraphBuilder builder;
  private final Map<String, Shape> shapes;
  private final Map<String, Flow> flows = new HashMap<>();
  private final Map<Flow, Flow> turned = new HashMap<>();
  private final Set<String> named = new HashSet<>();
  private @Nullable Flow scores;

  private PlanTranslation(Model model, OnnxOptions options) {
    this.model = model;
    this.options = options;
    this.shapes = model.plan().shapes();
    Set<String> reserved = new HashSet<>(options.outputs().keySet());
    reserved.add(OnnxOptions.IMAGE);
    this.builder = new GraphBuilder(reserved);
  }

  /**
   * Writes what {@code options} asks for.
   *
   * @throws UnsupportedModelException if a layer has no form in ONNX, or an operation of a head of
   *     one's own has none
   */
  static OnnxGraph of(Model model, OnnxOptions options) {
    return new PlanTranslation(model, options).translate();
  }

  private OnnxGraph translate() {
    InputRule input = new InputRule(options.input(), imageShape(), builder);
    put(entry(), input.carried());
    Set<String> needed = needed();
    for (Layer layer : model.plan().layers()) {
      if (needed.contains(layer.name()) && !flows.containsKey(layer.name())) {
        builder.enter(layer.name());
        put(layer.name(), Layers.flow(layer, this));
      }
    }
    List<Value> outputs = new ArrayList<>();
    options.outputs().forEach((name, variable) -> outputs.add(handOut(name, variable)));
    return builder.build(List.of(input.value()), outputs);
  }

  /** A layer's flow, its value under the layer's name unless it is another's. */
  private void put(String layer, Flow flow) {
    boolean own = !named.contains(flow.value()) && !flow.value().equals(layer);
    String value = own ? builder.rename(flow.value(), layer) : flow.value();
    named.add(value);
    flows.put(layer, new Flow(value, flow.shape(), flow.last()));
  }

  /** What comes into a layer, as it is carried. */
  Flow in(Layer layer, int index) {
    return flows.get(layer.inputs().get(index));
  }

  /** A map with its channels before rows and columns, anything else as it is. */
  Flow first(Flow flow) {
    return flow.isMap() && flow.last() ? turned(flow) : flow;
  }

  /** A value in the plan's order of axes. */
  Flow last(Flow flow) {
    return flow.last() ? flow : turned(flow);
  }

  /** A map in the other order of axes, turned once however many layers read it. */
  private Flow turned(Flow flow) {
    return turned.computeIfAbsent(
        flow,
        f -> {
          Ints perm = new Ints("perm", f.last() ? Flow.TO_NCHW : Flow.TO_NHWC);
          boolean last = !f.last();
          String value =
              builder.node("Transpose", List.of(f.value()), Flow.axes(f.shape(), last), perm);
          named.add(value);
          return new Flow(value, f.shape(), last);
        });
  }

  /** What a layer is to give. */
  Shape shape(Layer layer) {
    return shapes.get(layer.name());
  }

  /** Takes note of what the last layer's function, softmax or sigmoid, is computed from. */
  void scores(Flow flow) {
    named.add(flow.value());
    scores = flow;
  }

  Model model() {
    return model;
  }

  GraphBuilder builder() {
    return builder;
  }

  /** The layer that the file's input stands for. */
  private String entry() {
    return options.input().variable().orElse(model.plan().input().name());
  }

  private Shape imageShape() {
    Input input = model.plan().input();
    if (!input.shape().isMap()) {
      throw new UnsupportedModelException(
          "the input '" + input.name() + "' is not [batch, height, width, channels]");
    }
    if (input.shape().size() == Shape.FREE) {
      throw new UnsupportedModelException("the network takes images of any size; fix one first");
    }
    return input.shape();
  }

  private Value handOut(String name, String variable) {
    Flow flow = Objects.requireNonNull(flows.getOrDefault(variable, scores), variable);
    builder.enter(name);
    if (flow.isMap() && !flow.last()) {
      Ints perm = new Ints("perm", Flow.TO_NHWC);
      builder.output(name, "Transpose", List.of(flow.value()), perm);
    } else {
      builder.output(name, "Identity", List.of(flow.value()));
    }
    return new Value(name, Element.FLOAT, Flow.natural(flow.shape()));
  }

  /** The layers that the outputs are made from. */
  private Set<String> needed() {
    Set<String> needed = new HashSet<>();
    for (String variable : options.outputs().values()) {
      needed.add(layerOf(variable));
    }
    List<Layer> layers = model.plan().layers();
    for (int i = layers.size() - 1; i >= 0; i--) {
      Layer layer = layers.get(i);
      if (needed.contains(layer.name()) && !layer.name().equals(entry())) {
        needed.addAll(layer.inputs());
      }
    }
    return needed;
  }

  /** The layer of that name, or the last for what its function is computed from. */
  private String layerOf(String variable) {
    if (model.plan().find(variable).isPresent()) {
      return variable;
    }
    String last = model.plan().output().name();
    if (!variable.startsWith(last + SameDiffNetwork.SEPARATOR)) {
      throw new UnsupportedModelException(
          "cannot export '" + variable + "' to ONNX: there is no layer of that name");
    }
    return last;
  }
}

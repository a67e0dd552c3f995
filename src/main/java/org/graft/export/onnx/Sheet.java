package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.List;
import org.graft.export.onnx.OnnxGraph.Attribute;
import org.graft.export.onnx.OnnxGraph.Element;
import org.graft.graph.SameDiffNetwork;
import org.graft.plan.Layer;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where one layer of a plan is written. */
record Sheet(Layer layer, PlanTranslation plan) {

  /** What comes in, as it is carried. */
  Flow in() {
    return plan.in(layer, 0);
  }

  /** What comes in, a map with its channels before rows and columns. */
  Flow first() {
    return plan.first(in());
  }

  /** One of what comes in, in the plan's order of axes. */
  Flow last(int index) {
    return plan.last(plan.in(layer, index));
  }

  Shape out() {
    return plan.shape(layer);
  }

  /** A node that works value by value: shape and order of axes stay. */
  Flow each(String type, Flow flow, String... more) {
    List<String> inputs = new ArrayList<>(List.of(flow.value()));
    inputs.addAll(List.of(more));
    return made(type, flow.shape(), flow.last(), inputs);
  }

  /** The same with settings. */
  Flow with(String type, Flow flow, Attribute... attributes) {
    return made(type, flow.shape(), flow.last(), List.of(flow.value()), attributes);
  }

  /** A node that gives a map with the channels first, or anything else as it is. */
  Flow made(String type, Shape shape, List<String> inputs, Attribute... attributes) {
    return made(type, shape, !shape.isMap(), inputs, attributes);
  }

  Flow made(String type, Shape shape, boolean last, List<String> inputs, Attribute... attributes) {
    String value = builder().node(type, inputs, Flow.axes(shape, last), attributes);
    return new Flow(value, shape, last);
  }

  /** A node that reduces carried axes. */
  Flow reduced(String type, Flow flow, Shape shape, boolean keep, long... axes) {
    List<OnnxGraph.Dimension> made = Flow.axes(shape, flow.last());
    String value = builder().reduced(Element.FLOAT, type, flow.value(), made, keep, axes);
    return new Flow(value, shape, flow.last());
  }

  /** A value of any number of examples in other axes behind the batch. */
  Flow behind(String role, String value, Shape shape) {
    long[] axes = shape.batched();
    axes[0] = 0;
    return made("Reshape", shape, true, List.of(value, builder().integers(role, axes)));
  }

  /** The same values in another shape, both in the plan's order. */
  Flow reshaped(Flow flow, Shape shape) {
    Flow in = flow.isFlat() ? flow : plan.last(flow);
    boolean last = !shape.isMap() || shape.height() != 1 || shape.width() != 1;
    long[] axes = Flow.axes(shape, last).stream().mapToLong(OnnxGraph.Dimension::length).toArray();
    axes[0] = 0;
    String target = builder().integers("shape", axes);
    return made("Reshape", shape, last, List.of(in.value(), target));
  }

  /** One of the layer's arrays. */
  Tensor weight(String parameter) {
    return plan.model().weights().get(layer.name(), parameter);
  }

  /** One of the layer's arrays as it is, in the file. */
  String parameter(String name) {
    return constant(name, weight(name));
  }

  /** An array of the layer's, in the file under {@code layer/name}. */
  String constant(String name, Tensor array) {
    return constant(name, SameDiffNetwork.toNative(array));
  }

  String constant(String name, INDArray array) {
    return builder().constant(SameDiffNetwork.variable(layer.name(), name), array);
  }

  String number(String role, double number) {
    return builder().number(role, (float) number);
  }

  /** An array that stretches to {@code flow}, in the order of its axes. */
  String beside(String name, Flow flow, Tensor array) {
    if (flow.last() || array.shape().length == 0 || array.size() == 1) {
      return constant(name, array);
    }
    Shape map = new Shape(array.shape()).widened(3);
    return constant(name, turned(new Tensor(array.values(), map.axes()), 2, 0, 1));
  }

  /** A number for each channel of {@code flow}. */
  String channels(String name, Flow flow, float... values) {
    return beside(name, flow, Tensor.vector(values));
  }

  GraphBuilder builder() {
    return plan.builder();
  }

  /** A copy of an array with its axes in another order. */
  static INDArray turned(Tensor array, int... order) {
    try (INDArray whole = SameDiffNetwork.toNative(array)) {
      return whole.permute(order).dup('c');
    }
  }
}

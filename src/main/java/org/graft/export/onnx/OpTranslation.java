package org.graft.export.onnx;

import java.util.List;
import java.util.stream.IntStream;
import org.graft.export.onnx.OnnxGraph.Attribute;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One operation on its way into ONNX: what it reads and makes, and where its nodes go. */
record OpTranslation(SameDiffOperation op, GraphTranslation translation) {

  /** The value of an input. */
  String in(int index) {
    return translation.value(op.inputs().get(index));
  }

  /** The values of all inputs. */
  List<String> ins() {
    return op.inputs().stream().map(translation::value).toList();
  }

  /** What is known of an input. */
  Seen seen(int index) {
    return translation.seen(op.inputs().get(index));
  }

  /** What is known of an output. */
  Seen made(int index) {
    return translation.seen(op.outputs().get(index));
  }

  int inputs() {
    return op.inputs().size();
  }

  /** The array of an input, which must not depend on what enters. */
  INDArray array(int index) {
    return seen(index)
        .array()
        .orElseThrow(
            () ->
                op.unsupported(
                    "reads '" + op.inputs().get(index) + "', which is no constant there"));
  }

  /** An input's array in another form, as a constant under its name. */
  String turned(int index, INDArray array) {
    return builder().constant(translation.name(op.inputs().get(index)), array);
  }

  /** A node with the shape and type of what the operation makes, and no settings. */
  String node(String type, String... inputs) {
    return node(type, List.of(inputs));
  }

  String node(String type, List<String> inputs, Attribute... attributes) {
    return node(type, made(0).axes(), inputs, attributes);
  }

  /** A node with the type of what the operation makes. */
  String node(String type, List<Dimension> axes, List<String> inputs, Attribute... attributes) {
    return builder().node(made(0).element(), type, inputs, axes, attributes);
  }

  /** One number of the type of the first input. */
  String number(double value) {
    INDArray scalar = Nd4j.scalar(seen(0).element().dataType(), value);
    return builder().array("number", scalar);
  }

  String integers(String role, long... values) {
    return builder().integers(role, values);
  }

  GraphBuilder builder() {
    return translation.builder();
  }

  /** A transpose by axes of what has the axes {@code from}. */
  String transposed(String value, List<Dimension> from, int... order) {
    List<Dimension> axes = IntStream.of(order).mapToObj(from::get).toList();
    long[] perm = IntStream.of(order).asLongStream().toArray();
    return node("Transpose", axes, List.of(value), new OnnxGraph.Ints("perm", perm));
  }

  /** The last two axes the other way round. */
  String turned(String value, List<Dimension> axes) {
    int rank = axes.size();
    int[] order = IntStream.range(0, rank).toArray();
    order[rank - 2] = rank - 1;
    order[rank - 1] = rank - 2;
    return transposed(value, axes, order);
  }
}

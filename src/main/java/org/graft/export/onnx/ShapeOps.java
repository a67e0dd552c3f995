package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Text;
import org.nd4j.linalg.factory.Nd4j;

/** The same values with other axes. */
final class ShapeOps {
  /** Axes of maps of channels in the order that ONNX takes, and those of sequences. */
  static final int[] TO_NCHW = {0, 3, 1, 2};

  static final int[] TO_NHWC = {0, 2, 3, 1};
  private static final int[] TURNED = {0, 2, 1};

  /** Of a Resize that repeats every cell. */
  static final List<OnnxGraph.Attribute> REPEATED =
      List.of(
          new Text("mode", "nearest"),
          new Text("coordinate_transformation_mode", "asymmetric"),
          new Text("nearest_mode", "floor"));

  /** In a target of ONNX: as long as in the input, and whatever is left. */
  private static final long SAME = 0;

  private static final long REST = -1;

  private ShapeOps() {}

  static String reshaped(OpTranslation step) {
    return reshaped(step, step.in(0), step.seen(0).axes(), step.made(0).axes());
  }

  static String flattened(OpTranslation step) {
    step.op().require(step.inputs() == 1, "joins several");
    return reshaped(step);
  }

  /** A value's elements in other axes. */
  static String reshaped(
      OpTranslation step, String value, List<Dimension> from, List<Dimension> axes) {
    long[] target = new long[axes.size()];
    boolean open = false;
    for (int i = 0; i < target.length; i++) {
      Dimension axis = axes.get(i);
      boolean same = i < from.size() && from.get(i).equals(axis);
      target[i] = axis.isKnown() ? axis.length() : same ? SAME : REST;
      step.op().require(!open || target[i] != REST, "makes several axes of the batch");
      open |= target[i] == REST;
    }
    return step.node("Reshape", axes, List.of(value, step.integers("shape", target)));
  }

  static String permuted(OpTranslation step, long... order) {
    step.op().require(order.length == step.seen(0).rank(), "does not say an order of all axes");
    int[] axes = Arrays.stream(order).mapToInt(step.seen(0)::place).toArray();
    return step.transposed(step.in(0), step.seen(0).axes(), axes);
  }

  /** All axes the other way round, or as the arguments say. */
  static String transposed(OpTranslation step) {
    int rank = step.seen(0).rank();
    long[] order = step.op().integers();
    return permuted(
        step,
        order.length > 0 ? order : IntStream.range(0, rank).mapToLong(i -> rank - 1 - i).toArray());
  }

  static String expanded(OpTranslation step) {
    long axis = step.made(0).place(step.op().integer(0, 0));
    return step.node("Unsqueeze", step.in(0), step.integers("axes", axis));
  }

  static String squeezed(OpTranslation step) {
    long[] axes = Arrays.stream(step.op().integers()).map(a -> step.seen(0).place(a)).toArray();
    return step.node("Squeeze", step.in(0), step.integers("axes", axes));
  }

  static String ofMaps(OpTranslation step, String type, OnnxGraph.Attribute... more) {
    List<OnnxGraph.Attribute> attributes = new ArrayList<>(List.of(more));
    attributes.add(new Int("blocksize", step.op().integer(0, 1)));
    return around(step, step.op().integer(1, 0) == 1, type, List.of(), attributes);
  }

  /** Every cell repeated. */
  static String upSampled(OpTranslation step) {
    boolean last = step.op().integer(2, 0) == 0;
    float rows = step.op().integer(0, 1);
    float columns = step.op().integer(1, (long) rows);
    String scales = step.builder().array("scales", Nd4j.createFromArray(1f, 1f, rows, columns));
    return around(step, last, "Resize", List.of("", scales), REPEATED);
  }

  /**
   * A node that takes and makes maps or sequences with the channels before their places.
   *
   * @param last whether the operation has them behind
   * @param more inputs behind that
   */
  static String around(
      OpTranslation step,
      boolean last,
      String type,
      List<String> more,
      List<OnnxGraph.Attribute> attributes) {
    List<String> inputs = new ArrayList<>();
    OnnxGraph.Attribute[] settings = attributes.toArray(OnnxGraph.Attribute[]::new);
    if (!last) {
      inputs.add(step.in(0));
      inputs.addAll(more);
      return step.node(type, inputs, settings);
    }
    boolean maps = step.seen(0).rank() == TO_NCHW.length;
    inputs.add(step.transposed(step.in(0), step.seen(0).axes(), maps ? TO_NCHW : TURNED));
    inputs.addAll(more);
    List<Dimension> made = first(step.made(0).axes());
    String node = step.node(type, made, inputs, settings);
    return step.transposed(node, made, maps ? TO_NHWC : TURNED);
  }

  /** Axes with the channels behind the batch. */
  static List<Dimension> first(List<Dimension> axes) {
    List<Dimension> first = new ArrayList<>(axes);
    first.add(1, first.remove(axes.size() - 1));
    return first;
  }
}

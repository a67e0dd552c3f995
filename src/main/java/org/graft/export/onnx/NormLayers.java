package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Ints;
import org.graft.export.onnx.OnnxGraph.Real;
import org.graft.plan.GroupNorm;
import org.graft.plan.LayerNorm;
import org.graft.plan.RmsNorm;
import org.graft.plan.Shape;
import org.graft.plan.Standardize;
import org.graft.plan.Tensor;
import org.graft.plan.UnitNorm;
import org.graft.plan.Weights;

/** Values brought to mean 0 and variance 1, or to a length. */
final class NormLayers {
  private NormLayers() {}

  /**
   * Of values whose mean is taken off before: ONNX Runtime subtracts the mean's square from the
   * mean of squares, of which little is left where the mean is large.
   */
  static Flow layerNorm(LayerNorm layer, Sheet sheet) {
    Flow whole = sheet.last();
    Flow in = sheet.each("Sub", whole, overChannels(sheet, "ReduceMean", whole).value());
    List<String> inputs = new ArrayList<>(List.of(in.value()));
    inputs.add(
        layer.scale()
            ? sheet.parameter(Weights.GAMMA)
            : sheet.constant("one", filled(in.shape().channels(), 1)));
    if (layer.center()) {
      inputs.add(sheet.parameter(Weights.BETA));
    }
    return sheet.made(
        "LayerNormalization",
        in.shape(),
        true,
        inputs,
        new Int("axis", -1),
        new Real("epsilon", (float) layer.epsilon()));
  }

  /** Each group of channels, all its cells in a row, as one channel of InstanceNormalization. */
  static Flow groupNorm(GroupNorm layer, Sheet sheet) {
    Flow in = sheet.first();
    Shape shape = in.shape();
    GraphBuilder builder = sheet.builder();
    int groups = layer.groupsOf(shape);
    List<Dimension> rows =
        List.of(Dimension.BATCH, Dimension.of(groups), Dimension.of(shape.size() / groups));
    List<Dimension> leading = leading(shape);
    String channels = in.isMap() ? in.value() : moved(sheet, in.value(), leading, true);
    String parts = builder.integers("parts", 0, groups, shape.size() / groups);
    String parted = builder.node("Reshape", List.of(channels, parts), rows);
    List<String> inputs =
        List.of(
            parted,
            sheet.constant("one", filled(groups, 1)),
            sheet.constant("zero", filled(groups, 0)));
    Real epsilon = new Real("epsilon", (float) layer.epsilon());
    String normed = builder.node("InstanceNormalization", inputs, rows, epsilon);
    long[] axes = leading.stream().mapToLong(Dimension::length).toArray();
    axes[0] = 0;
    String whole =
        builder.node("Reshape", List.of(normed, builder.integers("shape", axes)), leading);
    String back = in.isMap() ? whole : moved(sheet, whole, Flow.natural(shape), false);
    Flow flow = new Flow(back, shape);
    flow =
        layer.scale()
            ? sheet.each(
                "Mul", flow, sheet.channels(Weights.GAMMA, flow, values(sheet, Weights.GAMMA)))
            : flow;
    return layer.center()
        ? sheet.each("Add", flow, sheet.channels(Weights.BETA, flow, values(sheet, Weights.BETA)))
        : flow;
  }

  private static float[] values(Sheet sheet, String parameter) {
    return sheet.weight(parameter).values();
  }

  /** Axes with the channels behind the batch. */
  private static List<Dimension> leading(Shape shape) {
    List<Dimension> axes = new ArrayList<>(Flow.natural(shape));
    axes.add(1, axes.remove(axes.size() - 1));
    return axes;
  }

  /** The channels of a sequence moved to the front, or back to the end. */
  private static String moved(Sheet sheet, String value, List<Dimension> axes, boolean front) {
    int last = axes.size() - 1;
    List<Long> order =
        new ArrayList<>(IntStream.rangeClosed(0, last).mapToObj(a -> (long) a).toList());
    if (front) {
      order.add(1, order.remove(last));
    } else {
      order.add(order.remove(1));
    }
    return sheet.builder().node("Transpose", List.of(value), axes, new Ints("perm", order));
  }

  /** Divided by the length, or the root of the least square. */
  static Flow unitNorm(UnitNorm layer, Sheet sheet) {
    Flow squares = overChannels(sheet, "ReduceSumSquare", sheet.in());
    Flow least = sheet.each("Max", squares, sheet.number("least", layer.least()));
    return sheet.each("Div", sheet.in(), sheet.with("Sqrt", least).value());
  }

  static Flow rmsNorm(RmsNorm layer, Sheet sheet) {
    Flow in = sheet.in();
    Flow squares = overChannels(sheet, "ReduceMean", sheet.each("Mul", in, in.value()));
    Flow above = sheet.each("Add", squares, sheet.number("epsilon", layer.epsilon()));
    Flow normed = sheet.each("Div", in, sheet.with("Sqrt", above).value());
    return sheet.each(
        "Mul", normed, sheet.channels(Weights.GAMMA, normed, values(sheet, Weights.GAMMA)));
  }

  /** Each image by its own mean and deviation. */
  static Flow standardized(Standardize layer, Sheet sheet) {
    Flow in = sheet.in();
    Flow centred = sheet.each("Sub", in, overAll(sheet, in).value());
    Flow variance = overAll(sheet, sheet.each("Mul", centred, centred.value()));
    String least = sheet.number("least", Standardize.leastDeviation(in.shape()));
    Flow deviation = sheet.each("Max", sheet.with("Sqrt", variance), least);
    return sheet.each("Div", centred, deviation.value());
  }

  /** One mean for each image. */
  private static Flow overAll(Sheet sheet, Flow in) {
    int[] ones = new int[in.shape().rank()];
    Arrays.fill(ones, 1);
    List<Long> axes = LongStream.rangeClosed(1, ones.length).boxed().toList();
    return sheet.made(
        "ReduceMean",
        new Shape(ones),
        in.last(),
        List.of(in.value()),
        new Ints("axes", axes),
        new Int("keepdims", 1));
  }

  /** One number for each cell. */
  private static Flow overChannels(Sheet sheet, String type, Flow in) {
    int[] axes = in.shape().axes();
    axes[axes.length - 1] = 1;
    return sheet.made(
        type,
        new Shape(axes),
        in.last(),
        List.of(in.value()),
        new Ints("axes", List.of((long) in.carriedAxis(-1))),
        new Int("keepdims", 1));
  }

  private static Tensor filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return Tensor.vector(values);
  }
}

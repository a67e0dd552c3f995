package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
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
    Flow whole = sheet.last(0);
    Flow in = sheet.each("Sub", whole, overChannels(sheet, "ReduceMean", whole).value());
    String scale =
        layer.scale()
            ? sheet.parameter(Weights.GAMMA)
            : sheet.constant("one", filled(in.shape().channels(), 1));
    List<String> inputs =
        layer.center()
            ? List.of(in.value(), scale, sheet.parameter(Weights.BETA))
            : List.of(in.value(), scale);
    Real epsilon = new Real("epsilon", (float) layer.epsilon());
    return sheet.made("LayerNormalization", in.shape(), true, inputs, new Int("axis", -1), epsilon);
  }

  /** Each group of channels, all its cells in a row, as one channel of InstanceNormalization. */
  static Flow groupNorm(GroupNorm layer, Sheet sheet) {
    Flow in = sheet.first();
    Shape shape = in.shape();
    int groups = layer.groupsOf(shape);
    Shape leading = leading(shape);
    Flow channels = in.isMap() ? in : moved(sheet, in, leading, 1);
    Flow parted = sheet.behind("parts", channels.value(), new Shape(groups, shape.size() / groups));
    String one = sheet.constant("one", filled(groups, 1));
    String zero = sheet.constant("zero", filled(groups, 0));
    Flow normed =
        sheet.made(
            "InstanceNormalization",
            parted.shape(),
            List.of(parted.value(), one, zero),
            new Real("epsilon", (float) layer.epsilon()));
    Flow whole = sheet.behind("shape", normed.value(), leading);
    Flow flow = in.isMap() ? new Flow(whole.value(), shape) : moved(sheet, whole, shape, -1);
    flow = layer.scale() ? byChannel(sheet, "Mul", flow, Weights.GAMMA) : flow;
    return layer.center() ? byChannel(sheet, "Add", flow, Weights.BETA) : flow;
  }

  private static Flow byChannel(Sheet sheet, String type, Flow flow, String parameter) {
    float[] values = sheet.weight(parameter).values();
    return sheet.each(type, flow, sheet.channels(parameter, flow, values));
  }

  /** Axes with the channels first. */
  private static Shape leading(Shape shape) {
    int[] axes = shape.axes();
    System.arraycopy(axes, 0, axes, 1, axes.length - 1);
    axes[0] = shape.channels();
    return new Shape(axes);
  }

  /** Axes behind the batch moved on by places, those at the end to the front. */
  private static Flow moved(Sheet sheet, Flow flow, Shape shape, int by) {
    List<Long> order = new ArrayList<>(LongStream.rangeClosed(0, shape.rank()).boxed().toList());
    Collections.rotate(order.subList(1, order.size()), by);
    return sheet.made("Transpose", shape, true, List.of(flow.value()), new Ints("perm", order));
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
    return byChannel(sheet, "Mul", normed, Weights.GAMMA);
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
    long[] axes = LongStream.rangeClosed(1, ones.length).toArray();
    return kept(sheet, "ReduceMean", in, ones, axes);
  }

  /** One number for each cell. */
  private static Flow overChannels(Sheet sheet, String type, Flow in) {
    int[] shape = in.shape().axes();
    shape[shape.length - 1] = 1;
    return kept(sheet, type, in, shape, in.carriedAxis(-1));
  }

  private static Flow kept(Sheet sheet, String type, Flow in, int[] shape, long... axes) {
    Ints reduced = new Ints("axes", axes);
    List<String> inputs = List.of(in.value());
    return sheet.made(type, new Shape(shape), in.last(), inputs, reduced, new Int("keepdims", 1));
  }

  private static Tensor filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return Tensor.vector(values);
  }
}

package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.List;
import org.graft.export.onnx.OnnxGraph.Attribute;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Ints;
import org.graft.export.onnx.OnnxGraph.Text;
import org.graft.plan.Conv2d;
import org.graft.plan.ConvTranspose2d;
import org.graft.plan.Convolution;
import org.graft.plan.Dense;
import org.graft.plan.DepthwiseConv2d;
import org.graft.plan.LocalResponseNorm;
import org.graft.plan.Padding;
import org.graft.plan.Pool2d;
import org.graft.plan.Reduction;
import org.graft.plan.SeparableConv2d;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.Weights;
import org.graft.plan.Window;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What moves a window over a map: ONNX Conv, ConvTranspose, MaxPool, AveragePool. Convolutions
 * count their padding in cells, since OpenCV gets {@code SAME_UPPER} wrong for some. Pools name it:
 * ONNX Runtime merges a Pad into a pool that counts, whose border then is no longer zero.
 */
final class WindowLayers {
  private static final Window CELL = new Window(Size2d.square(1), Size2d.square(1), Padding.VALID);

  private WindowLayers() {}

  /** Kernel {@code [kh, kw, in/groups, out]} → {@code [out, in/groups, kh, kw]}. */
  static Flow conv(Conv2d layer, Sheet sheet) {
    INDArray kernel = Sheet.turned(sheet.weight(Weights.KERNEL), 3, 2, 0, 1);
    Flow map = convolved(layer, sheet, kernel, layer.groups());
    return FunctionLayers.applied(sheet, map, layer.activation());
  }

  /** Kernel {@code [kh, kw, in, m]} → {@code [in * m, 1, kh, kw]} in {@code in} groups. */
  static Flow depthwise(DepthwiseConv2d layer, Sheet sheet) {
    int groups = sheet.in().shape().channels();
    Flow map = convolved(layer, sheet, grouped(sheet), groups);
    return FunctionLayers.applied(sheet, map, layer.activation());
  }

  private static INDArray grouped(Sheet sheet) {
    INDArray kernel = Sheet.turned(sheet.weight(Weights.KERNEL), 2, 3, 0, 1);
    return kernel.reshape(kernel.size(0) * kernel.size(1), 1, kernel.size(2), kernel.size(3));
  }

  private static Flow convolved(Convolution layer, Sheet sheet, INDArray kernel, int groups) {
    List<String> weights = weights(sheet, Weights.KERNEL, kernel, layer.bias());
    return conv(sheet, sheet.first(), sheet.out(), layer.window(), groups, weights);
  }

  /** A kernel, and the layer's bias if it has one. */
  private static List<String> weights(Sheet sheet, String name, INDArray kernel, boolean bias) {
    String constant = sheet.constant(name, kernel);
    return bias ? List.of(constant, sheet.parameter(Weights.BIAS)) : List.of(constant);
  }

  /**
   * A product in each cell, kernel {@code [in, out]} → {@code [out, in, 1, 1]}: what is added to or
   * multiplied behind it, ONNX Runtime takes into a convolution, but not into a product.
   */
  static Flow cells(Dense layer, Sheet sheet) {
    INDArray kernel = Sheet.turned(sheet.weight(Weights.KERNEL), 1, 0);
    INDArray cell = kernel.reshape(kernel.size(0), kernel.size(1), 1, 1);
    List<String> weights = weights(sheet, Weights.KERNEL, cell, layer.bias());
    return conv(sheet, sheet.first(), sheet.out(), CELL, 1, weights);
  }

  private static Flow conv(
      Sheet sheet, Flow in, Shape out, Window window, int groups, List<String> weights) {
    List<String> inputs = new ArrayList<>(List.of(in.value()));
    inputs.addAll(weights);
    List<Attribute> attributes = new ArrayList<>(sides(window));
    attributes.add(counted(window, in.shape()));
    attributes.add(new Ints("dilations", pair(window.dilation())));
    attributes.add(new Int("group", groups));
    return sheet.made("Conv", out, inputs, attributes.toArray(Attribute[]::new));
  }

  static Flow separable(SeparableConv2d layer, Sheet sheet) {
    Flow in = sheet.first();
    INDArray kernel = grouped(sheet);
    Shape out = sheet.out();
    Shape between = new Shape(out.height(), out.width(), Math.toIntExact(kernel.size(0)));
    List<String> own = List.of(sheet.constant(Weights.KERNEL, kernel));
    Flow parts = conv(sheet, in, between, layer.window(), in.shape().channels(), own);
    INDArray cell = Sheet.turned(sheet.weight(Weights.POINTWISE_KERNEL), 3, 2, 0, 1);
    List<String> weights = weights(sheet, Weights.POINTWISE_KERNEL, cell, layer.bias());
    Flow map = conv(sheet, parts, out, CELL, 1, weights);
    return FunctionLayers.applied(sheet, map, layer.activation());
  }

  /**
   * Kernel {@code [kh, kw, out, in]} → {@code [in, out, kh, kw]}, of which TensorFlow's border is
   * cut; where there is more than the windows reach, nothing but the bias.
   */
  static Flow transposed(ConvTranspose2d layer, Sheet sheet) {
    Flow in = sheet.first();
    Window window = layer.window();
    INDArray kernel = Sheet.turned(sheet.weight(Weights.KERNEL), 3, 2, 0, 1);
    List<String> inputs = new ArrayList<>(List.of(in.value()));
    inputs.addAll(weights(sheet, Weights.KERNEL, kernel, layer.bias()));
    long[] pads = new long[4];
    long[] more = new long[2];
    int[] reach = {window.reach().height(), window.reach().width()};
    int[] strides = {window.strides().height(), window.strides().width()};
    for (int axis = 0; axis < 2; axis++) {
      int whole = (in.shape().axis(axis) - 1) * strides[axis] + reach[axis];
      int lost = whole - sheet.out().axis(axis);
      pads[axis] = Math.max(0, lost) / 2;
      pads[axis + 2] = Math.max(0, lost) - pads[axis];
      more[axis] = Math.max(0, -lost);
    }
    List<Attribute> attributes = new ArrayList<>(sides(window));
    attributes.add(new Ints("dilations", pair(window.dilation())));
    attributes.add(new Ints("pads", pads));
    attributes.add(new Ints("output_padding", more));
    Flow map =
        sheet.made("ConvTranspose", sheet.out(), inputs, attributes.toArray(Attribute[]::new));
    return FunctionLayers.applied(sheet, map, layer.activation());
  }

  /** Padded cells count for neither, as ONNX has it by default. */
  static Flow pool(Pool2d layer, Sheet sheet) {
    Flow in = reached(layer.window(), sheet);
    String type = layer.reduction() == Reduction.MAX ? "MaxPool" : "AveragePool";
    List<Attribute> attributes = new ArrayList<>(sides(layer.window()));
    boolean same = layer.window().padding() == Padding.SAME;
    attributes.add(new Text("auto_pad", same ? "SAME_UPPER" : "VALID"));
    return sheet.made(type, sheet.out(), List.of(in.value()), attributes.toArray(Attribute[]::new));
  }

  /**
   * What windows of a map reach. With 'same' and steps wider than themselves they may leave out the
   * last cells, and ONNX Runtime begins half as far outside the map.
   */
  private static Flow reached(Window window, Sheet sheet) {
    Shape in = sheet.in().shape();
    Size2d reach = window.reach();
    int rows = (sheet.out().height() - 1) * window.strides().height() + reach.height();
    int columns = (sheet.out().width() - 1) * window.strides().width() + reach.width();
    boolean whole = rows >= in.height() && columns >= in.width();
    if (whole || window.padding() != Padding.SAME) {
      return sheet.first();
    }
    int[] to = {Math.min(rows, in.height()), Math.min(columns, in.width()), in.channels()};
    return PartLayers.part(sheet, sheet.first(), new int[to.length], to);
  }

  static Flow localResponse(LocalResponseNorm layer, Sheet sheet) {
    List<Attribute> settings =
        NormOps.localResponse(layer.radius(), layer.bias(), layer.alpha(), layer.beta());
    return sheet.with("LRN", sheet.first(), settings.toArray(Attribute[]::new));
  }

  private static List<Attribute> sides(Window window) {
    return List.of(
        new Ints("kernel_shape", pair(window.size())), new Ints("strides", pair(window.strides())));
  }

  private static long[] pair(Size2d size) {
    return new long[] {size.height(), size.width()};
  }

  /** The padding in cells, the odd one at the lower right. */
  private static Attribute counted(Window window, Shape in) {
    long rows = missing(window, in.height(), window.reach().height(), window.strides().height());
    long columns = missing(window, in.width(), window.reach().width(), window.strides().width());
    return new Ints("pads", rows / 2, columns / 2, rows - rows / 2, columns - columns / 2);
  }

  /** Cells that the last step of a window lacks along an axis. */
  private static long missing(Window window, int length, int reach, int stride) {
    long steps = window.padding().outputLength(length, reach, stride) - 1L;
    return window.padding() == Padding.SAME ? Math.max(0, steps * stride + reach - length) : 0;
  }
}

package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.List;
import org.graft.export.onnx.OnnxGraph.Attribute;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Ints;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Windows that move over maps and sequences, in any of ND4J's formats. */
final class WindowOps {
  /** Arguments: kernel, steps, padding and dilation, two each; then the mode of padding. */
  private static final int MODE = 8;

  private static final int FORMAT = 9;
  private static final int KERNEL_FORMAT = 10;
  private static final int VALID = 0;
  private static final int SAME = 1;

  /** Kernels {@code [rows, columns, in, out]}, {@code [out, in, ..]}, {@code [out, .., in]}. */
  private static final int[][] TO_OIYX = {{3, 2, 0, 1}, {0, 1, 2, 3}, {0, 3, 1, 2}};

  private WindowOps() {}

  static String conv2d(OpTranslation step) {
    return convolved(step, kernel(step, KERNEL_FORMAT, TO_OIYX), 1);
  }

  /** Kernels {@code [rows, columns, in, times]} in as many groups as channels. */
  static String depthwise(OpTranslation step) {
    return convolved(step, step.turned(1, grouped(step)), step.array(1).size(2));
  }

  private static INDArray grouped(OpTranslation step) {
    step.op().requireAll(0, "has kernels of another order", KERNEL_FORMAT);
    INDArray kernel = step.array(1);
    return kernel
        .permute(2, 3, 0, 1)
        .dup('c')
        .reshape(kernel.size(2) * kernel.size(3), 1, kernel.size(0), kernel.size(1));
  }

  /** The same, and a kernel of one cell behind. */
  static String separable(OpTranslation step) {
    step.op().require(step.op().integer(FORMAT, 0) == 1, "is not NHWC");
    INDArray kernel = grouped(step);
    INDArray cell = step.array(2).permute(3, 2, 0, 1);
    List<Dimension> made = ShapeOps.first(step.made(0).axes());
    List<Dimension> between = new ArrayList<>(made);
    between.set(1, Dimension.of(kernel.size(0)));
    String in = step.transposed(step.in(0), step.seen(0).axes(), ShapeOps.TO_NCHW);
    String parts =
        step.node(
            "Conv",
            between,
            List.of(in, step.turned(1, kernel)),
            attributes(step, true, step.array(1).size(2)));
    List<String> inputs = new ArrayList<>(List.of(parts, step.turned(2, cell)));
    if (step.inputs() > 3) {
      inputs.add(step.in(3));
    }
    return step.transposed(step.node("Conv", made, inputs), made, ShapeOps.TO_NHWC);
  }

  /** Kernels {@code [rows, columns, out, in]}; nothing is cut. */
  static String transposed(OpTranslation step) {
    SameDiffOperation op = step.op();
    op.require(op.integer(MODE, 0) == VALID, "pads");
    op.requireAll(0, "pads", 4, 5);
    op.requireAll(1, "is dilated", 6, 7);
    op.requireAll(0, "has kernels of another order", KERNEL_FORMAT);
    List<String> more = weights(step, step.turned(1, step.array(1).permute(3, 2, 0, 1)));
    List<Attribute> attributes =
        List.of(new Ints("kernel_shape", pair(op, 0)), new Ints("strides", pair(op, 2)));
    return ShapeOps.around(step, op.integer(FORMAT, 0) == 1, "ConvTranspose", more, attributes);
  }

  private static String convolved(OpTranslation step, String kernel, long groups) {
    boolean last = step.op().integer(FORMAT, 0) == 1;
    List<Attribute> attributes = List.of(attributes(step, last, groups));
    return ShapeOps.around(step, last, "Conv", weights(step, kernel), attributes);
  }

  /** A kernel, and the bias if there is one. */
  private static List<String> weights(OpTranslation step, String kernel) {
    return step.inputs() > 2 ? List.of(kernel, step.in(2)) : List.of(kernel);
  }

  private static Attribute[] attributes(OpTranslation step, boolean last, long groups) {
    SameDiffOperation op = step.op();
    return new Attribute[] {
      new Ints("kernel_shape", pair(op, 0)),
      new Ints("strides", pair(op, 2)),
      pads(step, last),
      new Ints("dilations", pair(op, 6)),
      new Int("group", groups)
    };
  }

  /** Cells around the map, the odd one behind. */
  private static Attribute pads(OpTranslation step, boolean last) {
    SameDiffOperation op = step.op();
    long rows = op.integer(4, 0);
    long columns = op.integer(5, 0);
    if (op.integer(MODE, 0) == VALID) {
      return new Ints("pads", rows, columns, rows, columns);
    }
    op.require(op.integer(MODE, 0) == SAME, "pads neither VALID nor SAME");
    rows = missing(step, reach(op, 0, 6), op.integer(2, 1), last ? 1 : 2);
    columns = missing(step, reach(op, 1, 7), op.integer(3, 1), last ? 2 : 3);
    return new Ints("pads", rows / 2, columns / 2, rows - rows / 2, columns - columns / 2);
  }

  /** Cells that the last step of a window lacks along an axis. */
  private static long missing(OpTranslation step, long reach, long stride, int axis) {
    long end = (step.made(0).length(step.op(), axis) - 1L) * stride + reach;
    return Math.max(0, end - step.seen(0).length(step.op(), axis));
  }

  /** Cells between the ends of a window, by its size and its dilation. */
  private static long reach(SameDiffOperation op, int size, int dilation) {
    return (op.integer(size, 1) - 1) * op.integer(dilation, 1) + 1;
  }

  private static long[] pair(SameDiffOperation op, int from) {
    return new long[] {op.integer(from, 1), op.integer(from + 1, 1)};
  }

  /** The kernel, its axes in ONNX' order by the argument that says how they are. */
  private static String kernel(OpTranslation step, int argument, int[]... orders) {
    int format = Math.toIntExact(step.op().integer(argument, 0));
    step.op().require(format < orders.length, "has kernels of another order");
    return step.turned(1, step.array(1).permute(orders[format]));
  }

  /** Padded cells do not count unless the operation says so. */
  static String averagePool(OpTranslation step) {
    boolean counts = step.op().integer(9, 0) != 0;
    return pool(step, "AveragePool", List.of(new Int("count_include_pad", counts ? 1 : 0)));
  }

  static String pool(OpTranslation step, String type, List<Attribute> more) {
    SameDiffOperation op = step.op();
    op.requireAll(1, "is dilated", 6, 7);
    boolean last = op.integer(10, 0) == 1;
    List<Attribute> attributes = new ArrayList<>(more);
    attributes.add(new Ints("kernel_shape", pair(op, 0)));
    attributes.add(new Ints("strides", pair(op, 2)));
    attributes.add(pads(step, last));
    return ShapeOps.around(step, last, type, List.of(), attributes);
  }

  /** Kernels {@code [cells, in, out]}, {@code [out, in, cells]}, {@code [out, cells, in]}. */
  static String conv1d(OpTranslation step) {
    SameDiffOperation op = step.op();
    boolean last = op.integer(5, 0) == 1;
    String kernel = kernel(step, 6, new int[][] {{2, 1, 0}, {0, 1, 2}, {0, 2, 1}});
    List<Attribute> attributes =
        List.of(
            new Ints("kernel_shape", op.integer(0, 1)),
            new Ints("strides", op.integer(1, 1)),
            new Ints("pads", pads1d(step, op.integer(4, 0), last ? 1 : 2)),
            new Ints("dilations", op.integer(3, 1)));
    return ShapeOps.around(step, last, "Conv", weights(step, kernel), attributes);
  }

  /** Cells before a sequence and behind it. */
  private static long[] pads1d(OpTranslation step, long mode, int axis) {
    long reach = reach(step.op(), 0, 3);
    if (mode == VALID) {
      long each = step.op().integer(2, 0);
      return new long[] {each, each};
    }
    long lacking = missing(step, reach, step.op().integer(1, 1), axis);
    return mode == SAME
        ? new long[] {lacking / 2, lacking - lacking / 2}
        : new long[] {reach - 1, 0};
  }
}

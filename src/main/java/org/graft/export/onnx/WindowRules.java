package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.graft.export.onnx.OnnxGraph.Attribute;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Ints;
import org.graft.export.onnx.OnnxGraph.Real;
import org.graft.export.onnx.OnnxGraph.Text;
import org.graft.plan.Padding;
import org.graft.plan.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rules for what moves a window over a map: ONNX Conv, MaxPool, AveragePool. Convolutions count
 * their padding in cells, since OpenCV gets {@code SAME_UPPER} wrong for some. Pools name it: ONNX
 * Runtime merges a Pad into a pool that counts, whose border then is no longer zero.
 */
final class WindowRules {
  private static final int KERNEL_RANK = 4;

  /** Argument of SameDiff's transposed convolution that is 1 for NHWC. */
  private static final int DECONV_NHWC = 9;

  private WindowRules() {}

  /**
   * A window as SameDiff's native operations take it: kernel, strides, explicit padding, dilation,
   * and the mode of padding, 0 for VALID and 1 for SAME.
   */
  private record Window(List<Long> kernel, List<Long> strides, List<Long> dilations, Padding mode) {
    private static final int MODE = 8;

    static Window of(Op op) {
      long[] integers = op.integers();
      op.require(integers[4] == 0 && integers[5] == 0, "pads explicitly");
      op.require(integers[MODE] == 0 || integers[MODE] == 1, "pads neither VALID nor SAME");
      return new Window(
          pair(integers, 0),
          pair(integers, 2),
          pair(integers, 6),
          integers[MODE] == 1 ? Padding.SAME : Padding.VALID);
    }

    private static List<Long> pair(long[] integers, int from) {
      return List.of(integers[from], integers[from + 1]);
    }

    Shape over(Shape in, int channels) {
      return new Shape(length(in.height(), 0), length(in.width(), 1), channels);
    }

    /** What the window reaches from all cells of {@code in}. */
    Shape transposed(Shape in, int channels) {
      return new Shape(
          Math.toIntExact((in.height() - 1) * strides.get(0) + kernel.get(0)),
          Math.toIntExact((in.width() - 1) * strides.get(1) + kernel.get(1)),
          channels);
    }

    private int length(int length, int axis) {
      return mode.outputLength(length, reach(axis), Math.toIntExact(strides.get(axis)));
    }

    private int reach(int axis) {
      return Math.toIntExact((kernel.get(axis) - 1) * dilations.get(axis) + 1);
    }

    List<Attribute> attributes() {
      return List.of(new Ints("kernel_shape", kernel), new Ints("strides", strides));
    }

    /** The padding by its name. */
    Attribute named() {
      return new Text("auto_pad", mode == Padding.SAME ? "SAME_UPPER" : "VALID");
    }

    /** The padding in cells, the odd one at the lower right. */
    Attribute counted(Shape in) {
      long rows = padding(in.height(), 0);
      long columns = padding(in.width(), 1);
      return new Ints(
          "pads", List.of(rows / 2, columns / 2, rows - rows / 2, columns - columns / 2));
    }

    /** Cells that the last step of the window lacks along an axis. */
    private long padding(int length, int axis) {
      long end = (length(length, axis) - 1) * strides.get(axis) + reach(axis);
      return mode == Padding.SAME ? Math.max(0, end - length) : 0;
    }

    Attribute dilationAttribute() {
      return new Ints("dilations", dilations);
    }

    boolean isDilated() {
      return dilations.stream().anyMatch(d -> d != 1);
    }
  }

  /**
   * Kernel {@code [kh, kw, in, out]} → {@code [out, in, kh, kw]}; a mean over channels is said so.
   */
  static Flow conv(Op op, Translation translation) {
    requireFormats(op, 9, 10);
    INDArray kernel = kernel(op, translation);
    if (isMean(op, kernel)) {
      Flow in = map(op, translation);
      Shape one = new Shape(in.shape().height(), in.shape().width(), 1);
      Ints axes = new Ints("axes", List.of((long) Flow.CHANNELS));
      return translation.builder().flow("ReduceMean", List.of(in.value()), one, axes);
    }
    return convolution(op, translation, kernel.permute(3, 2, 0, 1), 1);
  }

  /** Whether a convolution takes the mean of all channels, cell by cell. */
  private static boolean isMean(Op op, INDArray kernel) {
    long channels = kernel.size(2);
    return kernel.length() == channels
        && op.inputs().size() == 2
        && Window.of(op).strides().equals(List.of(1L, 1L))
        && kernel.minNumber().floatValue() == 1f / channels
        && kernel.maxNumber().floatValue() == 1f / channels;
  }

  /** Kernel {@code [kh, kw, in, m]} → {@code [in * m, 1, kh, kw]} in {@code in} groups. */
  static Flow depthwise(Op op, Translation translation) {
    requireFormats(op, 9, 10);
    INDArray kernel = kernel(op, translation);
    long[] shape = kernel.shape();
    INDArray turned =
        kernel.permute(2, 3, 0, 1).dup('c').reshape(shape[2] * shape[3], 1, shape[0], shape[1]);
    return convolution(op, translation, turned, shape[2]);
  }

  /** Kernel {@code [kh, kw, out, in]} → {@code [in, out, kh, kw]}; nothing is cut. */
  static Flow transposed(Op op, Translation translation) {
    long[] integers = op.integers();
    op.require(integers[DECONV_NHWC] == 1, "is not NHWC");
    Window window = Window.of(op);
    op.require(window.mode() == Padding.VALID && !window.isDilated(), "pads or is dilated");
    INDArray kernel = kernel(op, translation).permute(3, 2, 0, 1);
    Flow in = map(op, translation);
    List<String> inputs = List.of(in.value(), translation.constant(op, 1, kernel));
    Shape shape = window.transposed(in.shape(), Math.toIntExact(kernel.size(1)));
    return translation
        .builder()
        .flow("ConvTranspose", inputs, shape, window.attributes().toArray(Attribute[]::new));
  }

  static Flow maxPool(Op op, Translation translation) {
    return pool(op, translation, "MaxPool");
  }

  /** Padded cells do not count, as in Keras and as ONNX has it by default. */
  static Flow averagePool(Op op, Translation translation) {
    Window window = Window.of(op);
    op.require(
        window.mode() == Padding.VALID || op.integers()[9] == 0, "counts padded cells as zeros");
    return pool(op, translation, "AveragePool");
  }

  /** Every cell repeated. */
  static Flow upSample(Op op, Translation translation) {
    Flow in = map(op, translation);
    long[] integers = op.integers();
    op.require(integers.length > 2 && integers[2] == 0, "is not NHWC");
    int rows = Math.toIntExact(integers[0]);
    int columns = Math.toIntExact(integers[1]);
    Shape out =
        new Shape(in.shape().height() * rows, in.shape().width() * columns, in.shape().channels());
    INDArray scales = Nd4j.createFromArray(1f, 1f, (float) rows, (float) columns);
    String times = translation.builder().constant(op.output() + "/scales", scales);
    return translation
        .builder()
        .flow(
            "Resize",
            List.of(in.value(), "", times),
            out,
            new Text("mode", "nearest"),
            new Text("coordinate_transformation_mode", "asymmetric"),
            new Text("nearest_mode", "floor"));
  }

  private static Flow convolution(Op op, Translation translation, INDArray kernel, long groups) {
    Window window = Window.of(op);
    Flow in = map(op, translation);
    List<String> inputs = new ArrayList<>(List.of(in.value()));
    inputs.add(translation.constant(op, 1, kernel));
    if (op.inputs().size() > 2) {
      inputs.add(translation.constant(op, 2, translation.array(op, 2)));
    }
    Shape out = window.over(in.shape(), Math.toIntExact(kernel.size(0)));
    List<Attribute> attributes = new ArrayList<>(window.attributes());
    attributes.add(window.counted(in.shape()));
    attributes.add(window.dilationAttribute());
    attributes.add(new Int("group", groups));
    return translation.builder().flow("Conv", inputs, out, attributes.toArray(Attribute[]::new));
  }

  private static Flow pool(Op op, Translation translation, String type) {
    requireFormats(op, 10, -1);
    Window window = Window.of(op);
    op.require(!window.isDilated(), "is dilated");
    Flow in = map(op, translation);
    Shape out = window.over(in.shape(), in.shape().channels());
    List<Attribute> attributes = new ArrayList<>(window.attributes());
    attributes.add(window.named());
    return translation
        .builder()
        .flow(type, List.of(in.value()), out, attributes.toArray(Attribute[]::new));
  }

  private static INDArray kernel(Op op, Translation translation) {
    INDArray kernel = translation.array(op, 1);
    op.require(kernel.rank() == KERNEL_RANK, "has a kernel " + Arrays.toString(kernel.shape()));
    return kernel;
  }

  private static Flow map(Op op, Translation translation) {
    Flow in = translation.first(op);
    op.require(in.isMap(), "reads no map [height, width, channels]");
    return in;
  }

  /**
   * Fails unless maps are NHWC and kernels YXIO.
   *
   * @param dataFormat index of the argument that is 1 for NHWC
   * @param weightsFormat index of the argument that is 0 or left out for YXIO; negative for none
   */
  private static void requireFormats(Op op, int dataFormat, int weightsFormat) {
    long[] integers = op.integers();
    op.require(integers[dataFormat] == 1, "is not NHWC");
    op.require(
        weightsFormat < 0 || integers.length <= weightsFormat || integers[weightsFormat] == 0,
        "has kernels that are not YXIO");
  }

  /** ONNX counts channels on both sides at once, and means their squares. */
  static Flow localResponse(Op op, Translation translation) {
    Flow in = translation.first(op);
    op.require(in.isMap(), "is not over a map's channels");
    double[] arguments = ((CustomOp) op.function()).tArgs();
    int size = Math.toIntExact(2 * op.integers()[0] + 1);
    return translation
        .builder()
        .flow(
            "LRN",
            List.of(in.value()),
            in.shape(),
            new Int("size", size),
            new Real("bias", (float) arguments[0]),
            new Real("alpha", (float) (arguments[1] * size)),
            new Real("beta", (float) arguments[2]));
  }
}

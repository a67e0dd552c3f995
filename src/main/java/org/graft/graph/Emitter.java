package org.graft.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Add;
import org.graft.plan.Affine;
import org.graft.plan.BatchNorm;
import org.graft.plan.Concat;
import org.graft.plan.Conv2d;
import org.graft.plan.Dense;
import org.graft.plan.DepthwiseConv2d;
import org.graft.plan.Dropout;
import org.graft.plan.Flatten;
import org.graft.plan.GlobalPool;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Padding;
import org.graft.plan.Pool2d;
import org.graft.plan.Reduction;
import org.graft.plan.Rescale;
import org.graft.plan.Reshape;
import org.graft.plan.ReverseChannels;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.plan.ZeroPad2d;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.PadMode;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Writes a plan as a SameDiff graph: NHWC maps and YXIO kernels, the layout that oneDNN runs
 * fastest here. One line of the table a layer kind.
 */
public final class Emitter {
  private static final String NHWC = "NHWC";

  private final SameDiff graph = SameDiff.create();
  private final Model model;
  private final Set<String> training;
  private final Map<String, SDVariable> outputs = new HashMap<>();
  private final Map<Class<? extends Layer>, BiConsumer<Layer, SDVariable>> table = new HashMap<>();

  private Emitter(Model model, Set<String> training) {
    this.model = model;
    this.training = training;
    line(ReverseChannels.class, this::reverseChannels);
    line(Rescale.class, this::rescale);
    line(Conv2d.class, this::conv);
    line(DepthwiseConv2d.class, this::depthwise);
    line(Dense.class, this::dense);
    line(BatchNorm.class, this::batchNorm);
    line(Activate.class, this::activate);
    line(Pool2d.class, this::pool);
    line(GlobalPool.class, this::globalPool);
    line(ZeroPad2d.class, this::zeroPad);
    line(Concat.class, (l, x) -> emit(l, graph.concat(-1, inputs(l))));
    line(Add.class, this::add);
    line(Flatten.class, (l, x) -> emit(l, reshaped(x, outputShape(l))));
    line(Reshape.class, (l, x) -> emit(l, reshaped(x, l.target())));
    line(Dropout.class, this::dropout);
  }

  /** The graph for inference: all parameters constant, dropout gone. */
  public static Network inference(Model model) {
    return new Emitter(model, Set.of()).emit();
  }

  /**
   * The graph for training the layers {@code training}: their parameters are variables, and each
   * dropout among them multiplies by a placeholder {@code <layer>/mask} that the caller feeds. All
   * other layers are as in inference.
   */
  public static Network training(Model model, Set<String> training) {
    return new Emitter(model, training).emit();
  }

  private Network emit() {
    for (Layer layer : model.plan().layers()) {
      if (layer instanceof Input input) {
        emit(input, graph.placeHolder(input.name(), DataType.FLOAT, batched(input.shape())));
      } else {
        emit(layer);
      }
    }
    return new Network(graph, model.plan());
  }

  private <L extends Layer> void line(Class<L> kind, BiConsumer<L, SDVariable> rule) {
    table.put(kind, (layer, x) -> rule.accept(kind.cast(layer), x));
  }

  /**
   * Within a scope of the layer's own, so that no operation and no inner variable bears a layer's
   * name: SameDiff refuses some such graphs, and mixes the names up in its files.
   */
  private void emit(Layer layer) {
    NameScope scope = graph.withNameScope(layer.name());
    try {
      table.get(layer.getClass()).accept(layer, outputs.get(layer.inputs().get(0)));
    } finally {
      scope.close();
    }
    outputs.get(layer.name()).rename(layer.name());
  }

  private void emit(Layer layer, SDVariable output) {
    outputs.put(layer.name(), output);
  }

  private SDVariable[] inputs(Layer layer) {
    return layer.inputs().stream().map(outputs::get).toArray(SDVariable[]::new);
  }

  private SDVariable parameter(Layer layer, String name) {
    Tensor tensor = model.weights().get(layer.name(), name);
    String variable = Network.variable(layer.name(), name);
    return training.contains(layer.name())
        ? graph.var(variable, Network.toNative(tensor))
        : graph.constant(variable, Network.toNative(tensor));
  }

  private SDVariable constant(Layer layer, String name, float... values) {
    return graph.constant(Network.variable(layer.name(), name), Nd4j.createFromArray(values));
  }

  private void reverseChannels(ReverseChannels layer, SDVariable x) {
    emit(layer, graph.gather(x, new int[] {2, 1, 0}, 3));
  }

  private void rescale(Rescale layer, SDVariable x) {
    SDVariable scaled = x.mul(constant(layer, "scale", array(layer.scale())));
    emit(layer, scaled.add(constant(layer, "offset", array(layer.offset()))));
  }

  private void conv(Conv2d layer, SDVariable x) {
    Conv2DConfig config = convolution(layer.kernel(), layer.strides(), layer.padding());
    SDVariable kernel = parameter(layer, Weights.KERNEL);
    SDVariable map =
        layer.bias()
            ? graph.cnn().conv2d(x, kernel, parameter(layer, Weights.BIAS), config)
            : graph.cnn().conv2d(x, kernel, config);
    emit(layer, activated(map, layer.activation()));
  }

  private void depthwise(DepthwiseConv2d layer, SDVariable x) {
    Conv2DConfig config = convolution(layer.kernel(), layer.strides(), layer.padding());
    SDVariable kernel = parameter(layer, Weights.KERNEL);
    SDVariable map =
        layer.bias()
            ? graph.cnn().depthWiseConv2d(x, kernel, parameter(layer, Weights.BIAS), config)
            : graph.cnn().depthWiseConv2d(x, kernel, config);
    emit(layer, activated(map, layer.activation()));
  }

  private static Conv2DConfig convolution(Size2d kernel, Size2d strides, Padding padding) {
    return Conv2DConfig.builder()
        .kH(kernel.height())
        .kW(kernel.width())
        .sH(strides.height())
        .sW(strides.width())
        .dataFormat(NHWC)
        .weightsFormat(WeightsFormat.YXIO)
        .paddingMode(mode(padding))
        .build();
  }

  private static PaddingMode mode(Padding padding) {
    return padding == Padding.SAME ? PaddingMode.SAME : PaddingMode.VALID;
  }

  /** Not {@code nn.linear}: that op is silently wrong on oneDNN from the second call on. */
  private void dense(Dense layer, SDVariable x) {
    SDVariable product = x.mmul(parameter(layer, Weights.KERNEL));
    SDVariable sum = layer.bias() ? product.add(parameter(layer, Weights.BIAS)) : product;
    emit(layer, activated(sum, layer.activation()));
  }

  /** A frozen affine: the batch mode that hurts fine-tuning cannot come up. */
  private void batchNorm(BatchNorm layer, SDVariable x) {
    Affine affine = model.affine(layer);
    SDVariable scaled = x.mul(constant(layer, "scale", affine.scale()));
    emit(layer, scaled.add(constant(layer, "shift", affine.shift())));
  }

  /** The linear function too is an operation, so that the layer has a variable of its own. */
  private void activate(Activate layer, SDVariable x) {
    boolean linear = layer.activation() == Activation.LINEAR;
    emit(layer, linear ? graph.identity(x) : activated(x, layer.activation()));
  }

  private void pool(Pool2d layer, SDVariable x) {
    Pooling2DConfig config =
        Pooling2DConfig.builder()
            .kH(layer.window().height())
            .kW(layer.window().width())
            .sH(layer.strides().height())
            .sW(layer.strides().width())
            .isNHWC(true)
            .paddingMode(mode(layer.padding()))
            .extra(0)
            .build();
    emit(
        layer,
        layer.reduction() == Reduction.MAX
            ? graph.cnn().maxPooling2d(x, config)
            : graph.cnn().avgPooling2d(x, config));
  }

  private void globalPool(GlobalPool layer, SDVariable x) {
    emit(
        layer,
        layer.reduction() == Reduction.MAX
            ? graph.max(x, layer.keepAxes(), 1, 2)
            : graph.mean(x, layer.keepAxes(), 1, 2));
  }

  private void zeroPad(ZeroPad2d layer, SDVariable x) {
    int[][] paddings = {
      {0, 0}, {layer.top(), layer.bottom()}, {layer.left(), layer.right()}, {0, 0}
    };
    SDVariable amounts =
        graph.constant(Network.variable(layer.name(), "paddings"), Nd4j.createFromArray(paddings));
    emit(layer, graph.nn().pad(x, amounts, PadMode.CONSTANT, 0));
  }

  private void add(Add layer, SDVariable first) {
    SDVariable sum = first;
    for (String other : layer.inputs().subList(1, layer.inputs().size())) {
      sum = sum.add(outputs.get(other));
    }
    emit(layer, sum);
  }

  private void dropout(Dropout layer, SDVariable x) {
    if (!training.contains(layer.name())) {
      emit(layer, graph.identity(x));
      return;
    }
    SDVariable mask =
        graph.placeHolder(
            Network.variable(layer.name(), "mask"), DataType.FLOAT, batched(outputShape(layer)));
    emit(layer, x.mul(mask));
  }

  private Shape outputShape(Layer layer) {
    return model.plan().shapes().get(layer.name());
  }

  private SDVariable reshaped(SDVariable x, Shape shape) {
    return graph.reshape(x, batched(shape));
  }

  private SDVariable activated(SDVariable x, Activation activation) {
    return switch (activation) {
      case LINEAR -> x;
      case RELU -> graph.nn().relu(x, 0);
      case RELU6 -> graph.nn().relu6(x, 0);
      case SIGMOID -> graph.nn().sigmoid(x);
      case TANH -> graph.nn().tanh(x);
      case SOFTMAX -> graph.nn().softmax(x, -1);
    };
  }

  private static long[] batched(Shape shape) {
    long[] axes = new long[shape.rank() + 1];
    axes[0] = -1;
    for (int i = 0; i < shape.rank(); i++) {
      axes[i + 1] = shape.axis(i);
    }
    return axes;
  }

  private static float[] array(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }
}

package org.graft.source.keras;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.modelimport.keras.KerasLayer;
import org.deeplearning4j.nn.modelimport.keras.layers.core.KerasDropout;
import org.deeplearning4j.nn.modelimport.keras.layers.core.KerasFlatten;
import org.deeplearning4j.nn.modelimport.keras.layers.core.KerasReshape;
import org.deeplearning4j.nn.modelimport.keras.layers.normalization.KerasBatchNormalization;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Arithmetic;
import org.graft.plan.BatchNorm;
import org.graft.plan.Concat;
import org.graft.plan.Conv2d;
import org.graft.plan.Crop2d;
import org.graft.plan.Dense;
import org.graft.plan.DepthwiseConv2d;
import org.graft.plan.Dropout;
import org.graft.plan.Elementwise;
import org.graft.plan.Flatten;
import org.graft.plan.GlobalPool;
import org.graft.plan.Layer;
import org.graft.plan.Noise;
import org.graft.plan.Padding;
import org.graft.plan.Pool2d;
import org.graft.plan.Reduction;
import org.graft.plan.Reshape;
import org.graft.plan.SeparableConv2d;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.Window;
import org.graft.plan.ZeroPad2d;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;

/** The table from Deeplearning4j's vertices and layers to a plan's, one line a kind. */
final class Dl4jVertices {
  /** A layer's name, input and its Deeplearning4j configuration, made a layer of a plan. */
  private interface Rule<C> {
    Layer apply(String name, String input, C layer, KerasLayer keras);
  }

  private static final double RELU6_LIMIT = 6;

  private static final Map<Class<?>, Rule<Object>> TABLE = new HashMap<>();

  /** Functions that are the same in Keras, by Deeplearning4j's names. */
  private static final Map<String, Activation> FUNCTIONS =
      Map.of(
          "identity", Activation.LINEAR,
          "sigmoid", Activation.SIGMOID,
          "tanh", Activation.TANH,
          "softmax", Activation.SOFTMAX,
          "softplus", Activation.SOFTPLUS,
          "softsign", Activation.SOFTSIGN,
          "swish", Activation.SILU);

  static {
    line(ConvolutionLayer.class, (n, in, l, k) -> conv(n, in, l));
    line(DepthwiseConvolution2D.class, (n, in, l, k) -> depthwise(n, in, l));
    line(SeparableConvolution2D.class, (n, in, l, k) -> separable(n, in, l));
    line(DenseLayer.class, (n, in, l, k) -> dense(n, in, l));
    line(BatchNormalization.class, (n, in, l, k) -> batchNorm(n, in, l, k));
    line(
        ActivationLayer.class,
        (n, in, l, k) -> new Activate(n, in, activation(l.getActivationFn())));
    line(SubsamplingLayer.class, (n, in, l, k) -> pool(n, in, l));
    line(GlobalPoolingLayer.class, (n, in, l, k) -> globalPool(n, in, l));
    line(ZeroPaddingLayer.class, (n, in, l, k) -> zeroPad(n, in, l.getPadding()));
    line(Cropping2D.class, (n, in, l, k) -> crop(n, in, l.getCropping()));
    line(DropoutLayer.class, (n, in, l, k) -> dropout(n, in, k));
  }

  private Dl4jVertices() {}

  private static <C> void line(Class<C> kind, Rule<C> rule) {
    TABLE.put(
        kind, (name, input, layer, keras) -> rule.apply(name, input, kind.cast(layer), keras));
  }

  static Layer layer(String name, List<String> inputs, GraphVertex vertex, KerasLayer keras) {
    if (vertex instanceof MergeVertex) {
      return new Concat(name, inputs);
    }
    if (vertex instanceof ElementWiseVertex join) {
      return new Elementwise(name, inputs, arithmetic(name, join.getOp()));
    }
    if (vertex instanceof PreprocessorVertex) {
      return reshaped(name, inputs.get(0), keras);
    }
    String kind = vertex.getClass().getSimpleName();
    if (vertex instanceof LayerVertex holder) {
      Object layer = holder.getLayerConf().getLayer();
      Rule<Object> rule = TABLE.get(layer.getClass());
      if (rule != null) {
        return rule.apply(name, inputs.get(0), layer, keras);
      }
      kind = layer.getClass().getSimpleName();
    }
    throw new UnsupportedModelException(
        "Deeplearning4j's importer has no plain form of layer " + name + " (" + kind + ")");
  }

  private static Arithmetic arithmetic(String name, ElementWiseVertex.Op op) {
    return switch (op) {
      case Add -> Arithmetic.ADD;
      case Subtract -> Arithmetic.SUBTRACT;
      case Product -> Arithmetic.MULTIPLY;
      case Average -> Arithmetic.AVERAGE;
      case Max -> Arithmetic.MAXIMUM;
      default -> throw new UnsupportedModelException("layer " + name + " became " + op);
    };
  }

  private static Layer conv(String name, String input, ConvolutionLayer layer) {
    return new Conv2d(
        name,
        input,
        Math.toIntExact(layer.getNOut()),
        window(layer),
        1,
        layer.hasBias(),
        activation(layer.getActivationFn()));
  }

  private static Layer separable(String name, String input, SeparableConvolution2D layer) {
    return new SeparableConv2d(
        name,
        input,
        Math.toIntExact(layer.getNOut()),
        layer.getDepthMultiplier(),
        window(layer),
        layer.hasBias(),
        activation(layer.getActivationFn()));
  }

  private static Window window(ConvolutionLayer layer) {
    return new Window(
        size(layer.getKernelSize()),
        size(layer.getStride()),
        size(layer.getDilation()),
        padding(layer.getConvolutionMode()));
  }

  private static Layer depthwise(String name, String input, DepthwiseConvolution2D layer) {
    return new DepthwiseConv2d(
        name,
        input,
        layer.getDepthMultiplier(),
        window(layer),
        layer.hasBias(),
        activation(layer.getActivationFn()));
  }

  private static Layer dense(String name, String input, DenseLayer layer) {
    return new Dense(
        name,
        input,
        Math.toIntExact(layer.getNOut()),
        layer.hasBias(),
        activation(layer.getActivationFn()));
  }

  /** Deeplearning4j's own record has no {@code scale} and {@code center}; its Keras layer has. */
  private static Layer batchNorm(
      String name, String input, BatchNormalization layer, KerasLayer keras) {
    KerasBatchNormalization norm = (KerasBatchNormalization) keras;
    return new BatchNorm(name, input, layer.getEps(), norm.isScale(), norm.isCenter());
  }

  private static Layer pool(String name, String input, SubsamplingLayer layer) {
    Reduction reduction =
        switch (layer.getPoolingType()) {
          case MAX -> Reduction.MAX;
          case AVG -> Reduction.MEAN;
          default -> throw new UnsupportedModelException(name + " pools " + layer.getPoolingType());
        };
    Window window =
        new Window(
            size(layer.getKernelSize()),
            size(layer.getStride()),
            padding(layer.getConvolutionMode()));
    return new Pool2d(name, input, reduction, window);
  }

  private static Layer globalPool(String name, String input, GlobalPoolingLayer layer) {
    Reduction reduction =
        layer.getPoolingType() == PoolingType.MAX ? Reduction.MAX : Reduction.MEAN;
    return new GlobalPool(name, input, reduction, !layer.isCollapseDimensions());
  }

  private static Layer zeroPad(String name, String input, int[] padding) {
    return new ZeroPad2d(name, input, padding[0], padding[1], padding[2], padding[3]);
  }

  private static Layer crop(String name, String input, int[] cropping) {
    return new Crop2d(name, input, cropping[0], cropping[1], cropping[2], cropping[3]);
  }

  /** Deeplearning4j's importer keeps every value, whatever the rate. */
  private static Layer dropout(String name, String input, KerasLayer keras) {
    if (!(keras instanceof KerasDropout)) {
      return new Noise(name, input, keras.getClassName());
    }
    Number rate = (Number) field(keras, "rate");
    return new Dropout(name, input, rate.doubleValue());
  }

  private static Object field(KerasLayer keras, String name) {
    return ((Map<?, ?>) keras.getOriginalLayerConfig().get("config")).get(name);
  }

  private static Layer reshaped(String name, String input, KerasLayer keras) {
    if (keras instanceof KerasReshape) {
      Object target = field(keras, "target_shape");
      int[] axes = ((List<?>) target).stream().mapToInt(a -> (Integer) a).toArray();
      return new Reshape(name, input, new Shape(axes));
    }
    if (keras instanceof KerasFlatten) {
      return new Flatten(name, input);
    }
    throw new UnsupportedModelException("layer " + name + " became a change of axes");
  }

  private static Size2d size(int[] sides) {
    return new Size2d(sides[0], sides[1]);
  }

  private static Padding padding(ConvolutionMode mode) {
    return mode == ConvolutionMode.Same ? Padding.SAME : Padding.VALID;
  }

  private static Activation activation(IActivation function) {
    Activation known = FUNCTIONS.get(function.toString());
    if (function instanceof ActivationReLU relu && isPlain(relu)) {
      return relu.getMax() == null ? Activation.RELU : Activation.RELU6;
    }
    if (known == null) {
      throw new UnsupportedModelException(
          "Deeplearning4j's importer makes a function of its own: " + function);
    }
    return known;
  }

  private static boolean isPlain(ActivationReLU relu) {
    return isNothing(relu.getNegativeSlope())
        && isNothing(relu.getThreshold())
        && (relu.getMax() == null || relu.getMax() == RELU6_LIMIT);
  }

  private static boolean isNothing(Double number) {
    return number == null || number == 0;
  }
}

package org.graft.source.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.graft.failure.Hint;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Activation;
import org.graft.plan.Arithmetic;
import org.graft.plan.Concat;
import org.graft.plan.Flatten;
import org.graft.plan.Input;
import org.graft.plan.Layer;
import org.graft.plan.MatMul;
import org.graft.plan.Noise;
import org.graft.plan.Permute;
import org.graft.plan.Plan;
import org.graft.plan.Reduction;
import org.graft.plan.Reshape;
import org.graft.plan.Shape;
import org.graft.plan.SingleHeadAttention.AttentionScore;

/** Reads a description into a plan, one line a Keras class; fails on any field it does not know. */
public final class DirectReader {
  static final Map<String, Function<Fields, Layer>> TABLE =
      Map.ofEntries(
          Map.entry("InputLayer", DirectReader::input),
          Map.entry("Conv2D", KerasWindows::conv),
          Map.entry("DepthwiseConv2D", KerasWindows::depthwise),
          Map.entry("SeparableConv2D", KerasWindows::separable),
          Map.entry("Conv2DTranspose", KerasWindows::transposed),
          Map.entry("CenterCrop", KerasWindows::centerCrop),
          Map.entry("GroupNormalization", ValueLayers::groupNorm),
          Map.entry("UnitNormalization", ValueLayers::unitNorm),
          Map.entry("RMSNormalization", ValueLayers::rmsNorm),
          Map.entry("MaxPooling2D", f -> KerasWindows.pool(f, Reduction.MAX)),
          Map.entry("AveragePooling2D", f -> KerasWindows.pool(f, Reduction.MEAN)),
          Map.entry("GlobalAveragePooling2D", f -> KerasWindows.globalPool(f, Reduction.MEAN)),
          Map.entry("GlobalMaxPooling2D", f -> KerasWindows.globalPool(f, Reduction.MAX)),
          Map.entry("ZeroPadding2D", KerasWindows::zeroPad),
          Map.entry("Cropping2D", KerasWindows::crop),
          Map.entry("Resizing", KerasWindows::resize),
          Map.entry("UpSampling2D", KerasWindows::upSample),
          Map.entry("GlobalAveragePooling1D", f -> KerasWindows.globalPool(f, Reduction.MEAN)),
          Map.entry("GlobalMaxPooling1D", f -> KerasWindows.globalPool(f, Reduction.MAX)),
          Map.entry("MultiHeadAttention", SequenceLayers::multiHeadAttention),
          Map.entry("Attention", f -> SequenceLayers.attention(f, AttentionScore.DOT)),
          Map.entry("AdditiveAttention", f -> SequenceLayers.attention(f, AttentionScore.ADDITIVE)),
          Map.entry("Dot", SequenceLayers::dot),
          Map.entry("Matmul", f -> new MatMul(f.name(), f.inputs(), false, false)),
          Map.entry("GetItem", SequenceLayers::slice),
          Map.entry("SlicingOpLambda", SequenceLayers::slice),
          Map.entry("Dense", ValueLayers::dense),
          Map.entry("BatchNormalization", ValueLayers::batchNorm),
          Map.entry("BatchNormalizationV1", ValueLayers::batchNorm),
          Map.entry("BatchNormalizationV2", ValueLayers::batchNorm),
          Map.entry("SyncBatchNormalization", ValueLayers::batchNorm),
          Map.entry("LayerNormalization", ValueLayers::layerNorm),
          Map.entry("Normalization", ValueLayers::normalization),
          Map.entry("Rescaling", ValueLayers::rescaling),
          Map.entry("LayerScale", ValueLayers::layerScale),
          Map.entry("Activation", f -> ValueLayers.activate(f, f.activation("activation"))),
          Map.entry("ReLU", ValueLayers::relu),
          Map.entry("LeakyReLU", ValueLayers::leakyRelu),
          Map.entry("ThresholdedReLU", ValueLayers::thresholded),
          Map.entry("ELU", ValueLayers::elu),
          Map.entry("PReLU", ValueLayers::prelu),
          Map.entry("Softmax", f -> ComposedLayers.softmax(f, Activation.SOFTMAX)),
          Map.entry("Dropout", ValueLayers::dropout),
          Map.entry("Add", f -> ValueLayers.arithmetic(f, Arithmetic.ADD)),
          Map.entry("Subtract", f -> ValueLayers.arithmetic(f, Arithmetic.SUBTRACT)),
          Map.entry("Multiply", f -> ValueLayers.arithmetic(f, Arithmetic.MULTIPLY)),
          Map.entry("Average", f -> ValueLayers.arithmetic(f, Arithmetic.AVERAGE)),
          Map.entry("Maximum", f -> ValueLayers.arithmetic(f, Arithmetic.MAXIMUM)),
          Map.entry("Minimum", f -> ValueLayers.arithmetic(f, Arithmetic.MINIMUM)),
          Map.entry("Divide", f -> ValueLayers.arithmetic(f, Arithmetic.DIVIDE)),
          Map.entry("TrueDivide", f -> ValueLayers.arithmetic(f, Arithmetic.DIVIDE)),
          Map.entry("TFOpLambda", OpLayers::function),
          Map.entry("Lambda", Lambdas::lambda),
          Map.entry("CustomScaleLayer", ValueLayers::scaledAdd),
          Map.entry("Concatenate", DirectReader::concat),
          Map.entry("Flatten", DirectReader::flatten),
          Map.entry("Reshape", DirectReader::reshape),
          Map.entry("Permute", DirectReader::permute),
          Map.entry("Identity", f -> ValueLayers.activate(f, Activation.LINEAR)));

  private DirectReader() {}

  /**
   * The plan that {@code config} describes.
   *
   * @throws UnsupportedModelException if a layer cannot be read, with the way round it
   */
  public static Plan read(ModelConfig config) {
    try {
      Plan plan = new Plan(layers(config));
      plan.parameterCount();
      return plan;
    } catch (IllegalArgumentException e) {
      throw new UnsupportedModelException("model " + config.name() + ": " + e.getMessage(), e);
    } catch (ArithmeticException e) {
      throw new UnsupportedModelException(
          "model " + config.name() + " has maps or arrays too large to be counted", e);
    }
  }

  private static List<Layer> layers(ModelConfig config) {
    List<Layer> layers = new ArrayList<>();
    Map<String, Shape> shapes = new HashMap<>();
    WholeNumbers whole = new WholeNumbers(config.words());
    for (LayerConfig layer : ChannelStack.joined(ChannelsFirst.turned(config)).layers()) {
      List<Shape> inputs = layer.inputs().stream().map(shapes::get).toList();
      Fields fields = new Fields(layer, config.words(), inputs);
      try {
        Layer read = layer(fields, layer);
        whole.add(layer, read).ifPresent(reason -> refuse(fields, reason));
        for (Layer part : fields.before()) {
          layers.add(part);
          shapes.put(part.name(), fields.shape(part.name()));
        }
        layers.add(read);
        List<Shape> sources = read.inputs().stream().map(shapes::get).toList();
        shapes.put(layer.name(), Plan.outputShape(read, sources));
      } catch (UnsupportedModelException e) {
        throw new UnsupportedModelException(e.getMessage() + "; " + wayRound(layer, config), e);
      }
    }
    return layers;
  }

  static Layer layer(Fields fields, LayerConfig config) {
    config.refusal().ifPresent(reason -> refuse(fields, reason));
    Function<Fields, Layer> rule =
        rule(config.className())
            .orElseThrow(
                () ->
                    fields.unsupported(
                        "is of a class that is not supported (docs/formats.md lists what is)"));
    try {
      Layer layer = rule.apply(fields);
      fields.finish();
      return layer;
    } catch (IllegalArgumentException e) {
      throw fields.unsupported(": " + e.getMessage());
    }
  }

  private static void refuse(Fields fields, String reason) {
    throw fields.unsupported(reason);
  }

  /** What a user can do about a layer that is refused. */
  private static String wayRound(LayerConfig refused, ModelConfig config) {
    if (refused.isInput()) {
      return "networks of other inputs are not read";
    }
    Set<String> ends = new HashSet<>(refused.inputs());
    return config.layers().stream()
        .filter(layer -> ends.contains(layer.name()) && !layer.isInput())
        .findFirst()
        .map(before -> Hint.CUT.to(before.name()) + " keeps the network up to the layer before it")
        .orElse("take it out of the model in Python and save that again");
  }

  private static Optional<Function<Fields, Layer>> rule(String className) {
    return OnlyInTraining.CLASSES.contains(className)
        ? Optional.of(f -> noise(f, className))
        : Optional.ofNullable(TABLE.getOrDefault(className, OpLayers.OPERATIONS.get(className)));
  }

  private static Layer input(Fields f) {
    f.require("optional", "false");
    Shape shape = f.batchShape();
    if (!shape.isMap() || (shape.channels() != 3 && shape.channels() != 1)) {
      throw f.unsupported("takes [" + shape + "]; images of 3 channels, or of 1, are expected");
    }
    return new Input(f.name(), shape);
  }

  static Layer concat(Fields f) {
    JsonNode axis = f.value("axis");
    if (!axis.isInt() || axis.asInt() == 0) {
      throw f.unsupported("has axis = " + axis + ", which is not supported");
    }
    boolean last = axis.asInt() == f.rank();
    return new Concat(f.name(), f.inputs(), last ? Concat.LAST : axis.asInt());
  }

  private static Layer flatten(Fields f) {
    f.requireChannelsLast();
    return new Flatten(f.name(), f.input());
  }

  private static Layer reshape(Fields f) {
    if (f.has("newshape")) {
      return OpLayers.reshape(f, "newshape");
    }
    JsonNode target = f.value("target_shape");
    int[] axes = new int[target.size()];
    int free = 0;
    for (int i = 0; i < axes.length; i++) {
      axes[i] = target.path(i).asInt();
      free += axes[i] == Shape.FREE ? 1 : 0;
      if (axes[i] < 1 && (axes[i] != Shape.FREE || free > 1)) {
        throw f.unsupported("has target_shape = " + target + ", of which only one axis may be -1");
      }
    }
    return new Reshape(f.name(), f.input(), new Shape(axes));
  }

  private static Layer permute(Fields f) {
    return new Permute(f.name(), f.input(), f.integers("dims"));
  }

  private static Layer noise(Fields f, String className) {
    f.ignoreAll();
    return new Noise(f.name(), f.input(), className);
  }
}

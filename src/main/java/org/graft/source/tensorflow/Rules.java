package org.graft.source.tensorflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Arithmetic;
import org.graft.plan.BatchNorm;
import org.graft.plan.Elementwise;
import org.graft.plan.Layer;
import org.graft.plan.Normalize;
import org.graft.plan.Rectify;
import org.graft.plan.Rescale;
import org.graft.plan.Resize2d.ResizeMethod;
import org.graft.plan.ScaledAdd;
import org.graft.plan.Statistic;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;

/**
 * The layer that each operation is; nothing for one that passes its input on. Where x itself stands
 * in the place of an array, a pattern found none.
 */
final class Rules {
  static final Map<String, Function<RuleContext, Optional<Layer>>> TABLE =
      Map.ofEntries(
          Map.entry("Conv2D", WeightRules::conv),
          Map.entry("Conv2DBackpropInput", TransposedRules::transposed),
          Map.entry("DepthwiseConv2dNative", WeightRules::depthwise),
          Map.entry(Patterns.SEPARABLE, WeightRules::separable),
          Map.entry("MatMul", WeightRules::dense),
          Map.entry(Patterns.DENSE, WeightRules::denseOnLastAxis),
          Map.entry("FusedBatchNorm", Rules::fusedBatchNorm),
          Map.entry("FusedBatchNormV2", Rules::fusedBatchNorm),
          Map.entry("FusedBatchNormV3", Rules::fusedBatchNorm),
          Map.entry(Patterns.BATCH_NORM, Rules::batchNorm),
          Map.entry(Patterns.LAYER_NORM, NormalizationRules::layerNorm),
          Map.entry(Patterns.GROUP_NORM, NormalizationRules::groupNorm),
          Map.entry(AttentionPatterns.ATTENTION, AttentionRules::attention),
          Map.entry(Patterns.NORMALIZE, Rules::normalize),
          Map.entry(Patterns.RESCALE, ConstantRules::rescaled),
          Map.entry(Patterns.SCALED_ADD, Rules::scaledAdd),
          Map.entry(Patterns.SUM, s -> elementwise(s, Arithmetic.ADD)),
          Map.entry("AddV2", s -> arithmetic(s, Arithmetic.ADD)),
          Map.entry("Add", s -> arithmetic(s, Arithmetic.ADD)),
          Map.entry("AddN", s -> elementwise(s, Arithmetic.ADD)),
          Map.entry("BiasAdd", s -> arithmetic(s, Arithmetic.ADD)),
          Map.entry("Sub", s -> arithmetic(s, Arithmetic.SUBTRACT)),
          Map.entry("Mul", s -> arithmetic(s, Arithmetic.MULTIPLY)),
          Map.entry("RealDiv", Rules::quotient),
          Map.entry("Div", Rules::quotient),
          Map.entry("DivNoNan", Rules::quotient),
          Map.entry("SquaredDifference", ArithmeticRules::squaredDifference),
          Map.entry("Pow", ArithmeticRules::power),
          Map.entry("ClipByValue", ArithmeticRules::clip),
          Map.entry("LRN", ArithmeticRules::localResponse),
          Map.entry("FakeQuantWithMinMaxVars", ArithmeticRules::fakeQuantize),
          Map.entry("FakeQuantWithMinMaxArgs", ArithmeticRules::fakeQuantize),
          Map.entry("BatchNormWithGlobalNormalization", Rules::globalBatchNorm),
          Map.entry("CheckNumerics", s -> Optional.empty()),
          Map.entry("CheckNumericsV2", s -> Optional.empty()),
          Map.entry("ResizeBilinear", s -> ResizeRules.resize(s, ResizeMethod.BILINEAR)),
          Map.entry("ResizeNearestNeighbor", s -> ResizeRules.resize(s, ResizeMethod.NEAREST)),
          Map.entry("ResizeBicubic", s -> ResizeRules.resize(s, ResizeMethod.BICUBIC)),
          Map.entry("ResizeArea", ResizeRules::area),
          Map.entry("ScaleAndTranslate", ResizeRules::scaled),
          Map.entry(ResizePatterns.SCALED, ResizeRules::scaled),
          Map.entry(ResizePatterns.STANDARDIZE, NormalizationRules::standardize),
          Map.entry("Split", SliceRules::split),
          Map.entry("SplitV", SliceRules::splitBySizes),
          Map.entry("Unpack", SliceRules::unpack),
          Map.entry("Pack", SliceRules::pack),
          Map.entry("GatherV2", SliceRules::gather),
          Map.entry("Gather", SliceRules::gather),
          Map.entry("ReverseV2", SliceRules::reverse),
          Map.entry("Tile", RepeatRules::tile),
          Map.entry(Patterns.REPEAT, RepeatRules::repeat),
          Map.entry("Expm1", Rules::exponentialLessOne),
          Map.entry("Concat", SliceRules::concat),
          Map.entry(Patterns.SHUFFLE, ShapeRules::shuffle),
          Map.entry("SpaceToDepth", ShapeRules::spaceToDepth),
          Map.entry("DepthToSpace", ShapeRules::depthToSpace),
          Map.entry("BatchMatMul", ProductRules::batched),
          Map.entry("BatchMatMulV2", ProductRules::batched),
          Map.entry("BatchMatMulV3", ProductRules::batched),
          Map.entry("Einsum", ProductRules::einsum),
          Map.entry("MaxPoolV2", WindowRules::maxPool),
          Map.entry("MaxPoolWithArgmax", WindowRules::maxPool),
          Map.entry("MirrorPad", WindowRules::mirrorPad),
          Map.entry("Sum", s -> ReduceRules.reduce(s, Statistic.SUM)),
          Map.entry("Min", s -> ReduceRules.reduce(s, Statistic.MIN)),
          Map.entry("Neg", s -> rescale(s, new float[] {-1}, new float[] {0})),
          Map.entry("Maximum", s -> ArithmeticRules.bound(s, Arithmetic.MAXIMUM)),
          Map.entry("Minimum", s -> ArithmeticRules.bound(s, Arithmetic.MINIMUM)),
          Map.entry("LeakyRelu", Rules::leakyRelu),
          Map.entry(ChoicePatterns.ELU, ArithmeticRules::elu),
          Map.entry(ChoicePatterns.RECTIFY, ArithmeticRules::rectify),
          Map.entry("ConcatV2", SliceRules::concat),
          Map.entry("Mean", s -> ReduceRules.reduce(s, Statistic.MEAN)),
          Map.entry("Max", s -> ReduceRules.reduce(s, Statistic.MAX)),
          Map.entry("MaxPool", WindowRules::maxPool),
          Map.entry("AvgPool", WindowRules::averagePool),
          Map.entry("Pad", WindowRules::pad),
          Map.entry("PadV2", WindowRules::pad),
          Map.entry("StridedSlice", SliceRules::stridedSlice),
          Map.entry("Reshape", ShapeRules::reshape),
          Map.entry("Squeeze", ShapeRules::squeeze),
          Map.entry("ExpandDims", ShapeRules::expand),
          Map.entry("Transpose", ShapeRules::transpose),
          Map.entry("Cast", Types::cast));

  private Rules() {}

  static Optional<Layer> activation(RuleContext s) {
    Activation function = ActivationPatterns.function(s.node()).orElseThrow();
    return Optional.of(new Activate(s.name(), s.input(0), function));
  }

  private static Optional<Layer> exponentialLessOne(RuleContext s) {
    return new Chain(s)
        .then((name, source) -> new Activate(name, source, Activation.EXPONENTIAL))
        .then((name, source) -> rescaled(name, source, new float[] {1}, new float[] {-1}))
        .layer(s.input(0));
  }

  private static Optional<Layer> leakyRelu(RuleContext s) {
    double slope = shortest((float) s.attributes().number("alpha"));
    return Optional.of(new Rectify(s.name(), s.input(0), Double.POSITIVE_INFINITY, slope, 0));
  }

  private static Optional<Layer> fusedBatchNorm(RuleContext s) {
    Attributes a = s.attributes();
    a.isTurned();
    if (a.flag("is_training")) {
      throw NodeRefusal.of(s.node(), "has is_training = true; save the network for inference");
    }
    a.value("exponential_avg_factor");
    double epsilon = shortest((float) a.number("epsilon"));
    a.finish();
    Tensor gamma = s.tensor(1, 1);
    Tensor beta = s.tensor(2, 1);
    boolean scale = s.isVariable(1) || !isAll(gamma, 1);
    boolean center = s.isVariable(2) || !isAll(beta, 0);
    if (scale) {
      s.put(Weights.GAMMA, gamma);
    }
    if (center) {
      s.put(Weights.BETA, beta);
    }
    s.put(Weights.MOVING_MEAN, s.tensor(3, 1)).put(Weights.MOVING_VARIANCE, s.tensor(4, 1));
    return Optional.of(new BatchNorm(s.name(), s.input(0), epsilon, scale, center));
  }

  private static boolean isAll(Tensor tensor, float value) {
    for (float each : tensor.values()) {
      if (each != value) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Layer> batchNorm(RuleContext s) {
    boolean scale = s.isConstant(4);
    boolean center = s.isConstant(5);
    if (scale) {
      s.put(Weights.GAMMA, s.tensor(4, 1));
    }
    if (center) {
      s.put(Weights.BETA, s.tensor(5, 1));
    }
    s.put(Weights.MOVING_MEAN, s.tensor(1, 1)).put(Weights.MOVING_VARIANCE, s.tensor(2, 1));
    double epsilon = shortest(s.values(3)[0]);
    return Optional.of(new BatchNorm(s.name(), s.input(0), epsilon, scale, center));
  }

  /** Inputs x, mean, variance, beta, gamma. */
  private static Optional<Layer> globalBatchNorm(RuleContext s) {
    Attributes a = s.attributes();
    boolean scale = a.flag("scale_after_normalization");
    double epsilon = shortest((float) a.number("variance_epsilon"));
    a.finish();
    if (scale) {
      s.put(Weights.GAMMA, s.tensor(4, 1));
    }
    s.put(Weights.BETA, s.tensor(3, 1))
        .put(Weights.MOVING_MEAN, s.tensor(1, 1))
        .put(Weights.MOVING_VARIANCE, s.tensor(2, 1));
    return Optional.of(new BatchNorm(s.name(), s.input(0), epsilon, scale, true));
  }

  /**
   * Statistics that the layer was adapted to, which it owns, or that it was told. Graphs leave out
   * the count of values that they were taken from; it is not used.
   */
  private static Optional<Layer> normalize(RuleContext s) {
    Tensor mean = s.tensor(1, 1);
    Tensor variance = s.tensor(2, 1);
    if (!s.owns(Weights.MEAN)) {
      return standardised(s, mean.values(), variance.values());
    }
    int channels = s.shape(0).channels();
    s.put(Weights.MEAN, repeated(mean, channels))
        .put(Weights.VARIANCE, repeated(variance, channels))
        .put(Weights.COUNT, new Tensor(new float[1]));
    return Optional.of(new Normalize(s.name(), s.input(0), false));
  }

  private static Optional<Layer> standardised(RuleContext s, float[] mean, float[] variance) {
    float[] scale = new float[variance.length];
    float[] offset = new float[variance.length];
    for (int c = 0; c < scale.length; c++) {
      double deviation = Math.max(Math.sqrt(shortest(variance[c])), Normalize.LEAST_DEVIATION);
      scale[c] = (float) (1 / deviation);
      offset[c] = (float) (-shortest(mean[c]) / deviation);
    }
    return rescale(s, scale, offset);
  }

  private static Tensor repeated(Tensor tensor, int size) {
    if (tensor.size() != 1) {
      return tensor;
    }
    float[] values = new float[size];
    Arrays.fill(values, tensor.values()[0]);
    return Tensor.vector(values);
  }

  private static Optional<Layer> scaledAdd(RuleContext s) {
    return Optional.of(new ScaledAdd(s.name(), s.inputs(2), shortest(s.values(2)[0])));
  }

  /** Of two maps, or of a map and a constant. */
  private static Optional<Layer> arithmetic(RuleContext s, Arithmetic arithmetic) {
    if (s.node().is("BiasAdd")) {
      Attributes a = s.attributes();
      a.isTurned();
      a.finish();
    }
    if (!s.isConstant(0) && !s.isConstant(1)) {
      return elementwise(s, arithmetic);
    }
    return ConstantRules.joined(s, s.isConstant(1) ? 0 : 1, arithmetic);
  }

  private static Optional<Layer> quotient(RuleContext s) {
    if (s.isConstant(0) || !s.isConstant(1)) {
      return ArithmeticRules.quotient(s);
    }
    return ConstantRules.joined(s, 0, Arithmetic.DIVIDE);
  }

  private static Optional<Layer> rescale(RuleContext s, float[] scale, float[] offset) {
    return rescale(s, 0, scale, offset);
  }

  static Optional<Layer> rescale(RuleContext s, int input, float[] scale, float[] offset) {
    int channels = s.shape(input).channels();
    for (float[] values : List.of(scale, offset)) {
      if (values.length != 1 && values.length != channels) {
        throw NodeRefusal.of(
            s.node(),
            "joins %s with %d values; one, or one a channel is expected"
                .formatted(s.shape(input), values.length));
      }
    }
    return Optional.of(rescaled(s.name(), s.input(input), scale, offset));
  }

  static Rescale rescaled(String name, String input, float[] scale, float[] offset) {
    return new Rescale(name, input, list(scale), list(offset));
  }

  private static List<Float> list(float... values) {
    List<Float> list = new ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  private static Optional<Layer> elementwise(RuleContext s, Arithmetic arithmetic) {
    return Optional.of(new Elementwise(s.name(), s.inputs(s.node().inputs().size()), arithmetic));
  }

  /**
   * The shortest number that is this float, which is what was written: 0.001 for 0.0010000000475.
   */
  static double shortest(float value) {
    return Double.parseDouble(Float.toString(value));
  }
}

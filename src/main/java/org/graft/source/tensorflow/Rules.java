package org.graft.source.tensorflow;

import static org.graft.source.tensorflow.Rules.Trait.ANY_ORDER;
import static org.graft.source.tensorflow.Rules.Trait.MOVES;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.graft.plan.Activate;
import org.graft.plan.Activation;
import org.graft.plan.Arithmetic;
import org.graft.plan.Layer;
import org.graft.plan.Reduction;
import org.graft.plan.Resize2d.ResizeMethod;
import org.graft.plan.Statistic;

/**
 * The layer that each operation is; nothing for one that passes its input on. Where x itself stands
 * in the place of an array, a pattern found none.
 */
final class Rules {
  /** What else is true of an operation. */
  enum Trait {
    /**
     * It names axes, or their order is nothing to it: it works on maps [channels, height, width]
     * where such come in.
     */
    ANY_ORDER,
    /** It moves values, whatever their type. */
    MOVES
  }

  /** How one operation becomes a layer. */
  record Rule(String operation, Function<RuleContext, Optional<Layer>> layer, Set<Trait> traits) {
    boolean is(Trait trait) {
      return traits.contains(trait);
    }
  }

  static final Map<String, Rule> TABLE =
      Stream.of(
              layer("Conv2D", WeightRules::conv),
              layer("Conv2DBackpropInput", TransposedRules::transposed),
              layer("DepthwiseConv2dNative", WeightRules::depthwise),
              layer(Patterns.SEPARABLE, WeightRules::separable),
              rule("MatMul", WeightRules::dense),
              rule(Patterns.DENSE, WeightRules::denseOnLastAxis),
              rule("FusedBatchNorm", NormalizationRules::fusedBatchNorm),
              rule("FusedBatchNormV2", NormalizationRules::fusedBatchNorm),
              rule("FusedBatchNormV3", NormalizationRules::fusedBatchNorm),
              rule(Patterns.BATCH_NORM, NormalizationRules::batchNorm, ANY_ORDER),
              layer(Patterns.LAYER_NORM, NormalizationRules::layerNorm, ANY_ORDER),
              layer(Patterns.GROUP_NORM, NormalizationRules::groupNorm),
              layer(AttentionPatterns.ATTENTION, AttentionRules::attention),
              layer(Patterns.NORMALIZE, NormalizationRules::normalize, ANY_ORDER),
              rule(Patterns.RESCALE, ConstantRules::rescaled, ANY_ORDER),
              layer(Patterns.SCALED_ADD, ArithmeticRules::scaledAdd, ANY_ORDER),
              layer(Patterns.SUM, s -> ArithmeticRules.elementwise(s, Arithmetic.ADD), ANY_ORDER),
              rule("AddV2", s -> ArithmeticRules.joined(s, Arithmetic.ADD), ANY_ORDER),
              rule("Add", s -> ArithmeticRules.joined(s, Arithmetic.ADD), ANY_ORDER),
              layer("AddN", s -> ArithmeticRules.elementwise(s, Arithmetic.ADD), ANY_ORDER),
              rule("BiasAdd", s -> ArithmeticRules.joined(s, Arithmetic.ADD)),
              rule("Sub", s -> ArithmeticRules.joined(s, Arithmetic.SUBTRACT), ANY_ORDER),
              rule("Mul", s -> ArithmeticRules.joined(s, Arithmetic.MULTIPLY), ANY_ORDER),
              rule("RealDiv", ArithmeticRules::quotient, ANY_ORDER),
              rule("Div", ArithmeticRules::quotient, ANY_ORDER),
              rule("DivNoNan", ArithmeticRules::quotient),
              layer("SquaredDifference", ArithmeticRules::squaredDifference, ANY_ORDER),
              layer("Pow", ArithmeticRules::power, ANY_ORDER),
              layer("ClipByValue", ArithmeticRules::clip, ANY_ORDER),
              layer("LRN", ArithmeticRules::localResponse),
              layer("FakeQuantWithMinMaxVars", ArithmeticRules::fakeQuantize, ANY_ORDER),
              layer("FakeQuantWithMinMaxArgs", ArithmeticRules::fakeQuantize, ANY_ORDER),
              rule("BatchNormWithGlobalNormalization", NormalizationRules::globalBatchNorm),
              rule("CheckNumerics", s -> Optional.empty(), ANY_ORDER),
              rule("CheckNumericsV2", s -> Optional.empty(), ANY_ORDER),
              layer("ResizeBilinear", s -> ResizeRules.resize(s, ResizeMethod.BILINEAR), MOVES),
              layer(
                  "ResizeNearestNeighbor", s -> ResizeRules.resize(s, ResizeMethod.NEAREST), MOVES),
              layer("ResizeBicubic", s -> ResizeRules.resize(s, ResizeMethod.BICUBIC), MOVES),
              layer("ResizeArea", ResizeRules::area, MOVES),
              layer("ScaleAndTranslate", ResizeRules::scaled, MOVES),
              layer(ResizePatterns.SCALED, ResizeRules::scaled, MOVES),
              layer(ResizePatterns.STANDARDIZE, NormalizationRules::standardize),
              rule("Split", SliceRules::split, ANY_ORDER, MOVES),
              rule("SplitV", SliceRules::splitBySizes, ANY_ORDER, MOVES),
              rule("Unpack", SliceRules::unpack, MOVES),
              layer("Pack", SliceRules::pack, MOVES),
              rule("GatherV2", SliceRules::gather, ANY_ORDER, MOVES),
              rule("Gather", SliceRules::gather),
              rule("ReverseV2", SliceRules::reverse, ANY_ORDER, MOVES),
              rule("Tile", RepeatRules::tile, MOVES),
              rule(Patterns.REPEAT, RepeatRules::repeat, MOVES),
              rule("Expm1", ArithmeticRules::exponentialLessOne),
              layer("Concat", SliceRules::concat, ANY_ORDER, MOVES),
              layer(Patterns.SHUFFLE, ShapeRules::shuffle),
              rule("SpaceToDepth", ShapeRules::spaceToDepth),
              rule("DepthToSpace", ShapeRules::depthToSpace),
              rule("BatchMatMul", ProductRules::batched),
              rule("BatchMatMulV2", ProductRules::batched),
              rule("BatchMatMulV3", ProductRules::batched),
              rule("Einsum", ProductRules::einsum),
              rule("MaxPoolV2", s -> WindowRules.pool(s, Reduction.MAX)),
              rule("MaxPoolWithArgmax", s -> WindowRules.pool(s, Reduction.MAX)),
              layer("MirrorPad", WindowRules::mirrorPad, ANY_ORDER),
              rule("Sum", s -> ReduceRules.reduce(s, Statistic.SUM), ANY_ORDER),
              rule("Min", s -> ReduceRules.reduce(s, Statistic.MIN), ANY_ORDER),
              layer("Neg", ArithmeticRules::negative, ANY_ORDER),
              layer("Maximum", s -> ArithmeticRules.bound(s, Arithmetic.MAXIMUM), ANY_ORDER),
              layer("Minimum", s -> ArithmeticRules.bound(s, Arithmetic.MINIMUM), ANY_ORDER),
              rule("LeakyRelu", ArithmeticRules::leakyRelu, ANY_ORDER),
              layer(ChoicePatterns.ELU, ArithmeticRules::elu, ANY_ORDER),
              rule(ChoicePatterns.RECTIFY, ArithmeticRules::rectify, ANY_ORDER),
              layer("ConcatV2", SliceRules::concat, ANY_ORDER, MOVES),
              rule("Mean", s -> ReduceRules.reduce(s, Statistic.MEAN), ANY_ORDER),
              rule("Max", s -> ReduceRules.reduce(s, Statistic.MAX), ANY_ORDER, MOVES),
              rule("MaxPool", s -> WindowRules.pool(s, Reduction.MAX), MOVES),
              rule("AvgPool", s -> WindowRules.pool(s, Reduction.MEAN)),
              layer("Pad", WindowRules::pad, ANY_ORDER, MOVES),
              layer("PadV2", WindowRules::pad, ANY_ORDER),
              rule("StridedSlice", SliceRules::stridedSlice, ANY_ORDER, MOVES),
              rule("Reshape", ShapeRules::reshape, MOVES),
              rule("Squeeze", ShapeRules::squeeze, MOVES),
              rule("ExpandDims", ShapeRules::expand, MOVES),
              rule("Transpose", ShapeRules::transpose, MOVES),
              rule("Cast", Types::cast, ANY_ORDER, MOVES))
          .collect(Collectors.toMap(Rule::operation, Function.identity()));

  private Rules() {}

  private static Rule rule(
      String operation, Function<RuleContext, Optional<Layer>> layer, Trait... traits) {
    return new Rule(operation, layer, Set.of(traits));
  }

  private static Rule layer(String operation, Function<RuleContext, Layer> layer, Trait... traits) {
    return rule(operation, s -> Optional.of(layer.apply(s)), traits);
  }

  /** The rule of an operation or a pattern, if there is one. */
  static Optional<Rule> of(Node node) {
    return ActivationPatterns.function(node)
        .map(function -> activation(node, function))
        .or(() -> Optional.ofNullable(TABLE.get(node.op())));
  }

  /** A function of each value by itself, but for those along the last axis. */
  private static Rule activation(Node node, Activation function) {
    boolean alone = function != Activation.SOFTMAX && function != Activation.LOG_SOFTMAX;
    return new Rule(
        node.op(),
        s -> Optional.of(new Activate(s.name(), s.input(0), function)),
        alone ? Set.of(ANY_ORDER) : Set.of());
  }
}

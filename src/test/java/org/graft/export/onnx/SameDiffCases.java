package org.graft.export.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.DataFormat;
import org.nd4j.enums.PadMode;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv1DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.DeConv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.LocalResponseNormalizationConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.api.ops.impl.transforms.custom.ThresholdRelu;
import org.nd4j.linalg.factory.Nd4j;

/** Small graphs of SameDiff that use every operation that is written as ONNX, by a name each. */
final class SameDiffCases {
  private static final Map<String, Function<DrawnGraph, List<SDVariable>>> ALL =
      new LinkedHashMap<>();

  static {
    functions();
    arithmetic();
    products();
    reductions();
    shapes();
    parts();
    choices();
    normalisations();
    windows();
    attention();
  }

  private SameDiffCases() {}

  static Map<String, Function<DrawnGraph, List<SDVariable>>> all() {
    return ALL;
  }

  private static void add(String name, Function<DrawnGraph, SDVariable> graph) {
    ALL.put(name, drawn -> List.of(graph.apply(drawn)));
  }

  private static void several(String name, Function<DrawnGraph, SDVariable[]> graph) {
    ALL.put(name, drawn -> List.of(graph.apply(drawn)));
  }

  /** A function of values in -1..1. */
  private static void function(String name, Function<SameDiff, UnaryOperator<SDVariable>> of) {
    add(name, d -> of.apply(d.graph()).apply(d.in(5)));
  }

  /** A function of values in 0.1..2. */
  private static void positive(String name, Function<SameDiff, UnaryOperator<SDVariable>> of) {
    add(name, d -> of.apply(d.graph()).apply(d.between(0.1, 2, 5)));
  }

  /** A function of values in -8..8. */
  private static void wide(String name, Function<SameDiff, UnaryOperator<SDVariable>> of) {
    add(name, d -> of.apply(d.graph()).apply(d.between(-8, 8, 40)));
  }

  private static void functions() {
    function("identity", sd -> sd::identity);
    function("abs", sd -> sd.math()::abs);
    function("neg", sd -> sd.math()::neg);
    function("sign", sd -> sd.math()::sign);
    wide("ceil", sd -> sd.math()::ceil);
    wide("floor", sd -> sd.math()::floor);
    wide("round", sd -> sd.math()::round);
    wide("round halves", sd -> x -> sd.math().round(sd.math().floor(x).add(0.5)));
    function("exp", sd -> sd.math()::exp);
    function("expm1", sd -> sd.math()::expm1);
    positive("log", sd -> sd.math()::log);
    positive("log1p", sd -> sd.math()::log1p);
    positive("sqrt", sd -> sd.math()::sqrt);
    positive("rsqrt", sd -> sd.math()::rsqrt);
    function("square", sd -> sd.math()::square);
    function("cube", sd -> sd.math()::cube);
    positive("reciprocal", sd -> sd.math()::reciprocal);
    function("sin", sd -> sd.math()::sin);
    function("cos", sd -> sd.math()::cos);
    function("tan", sd -> sd.math()::tan);
    function("asin", sd -> sd.math()::asin);
    function("acos", sd -> sd.math()::acos);
    function("atan", sd -> sd.math()::atan);
    function("sinh", sd -> sd.math()::sinh);
    function("cosh", sd -> sd.math()::cosh);
    function("asinh", sd -> sd.math()::asinh);
    add("acosh", d -> d.graph().math().acosh(d.between(1.1, 3, 5)));
    add("atanh", d -> d.graph().math().atanh(d.between(-0.8, 0.8, 5)));
    wide("erf", sd -> sd.math()::erf);
    wide("erfc", sd -> sd.math()::erfc);
    wide("sigmoid", sd -> sd.nn()::sigmoid);
    wide("tanh", sd -> sd.nn()::tanh);
    wide("hardSigmoid", sd -> sd.nn()::hardSigmoid);
    wide("hardTanh", sd -> sd.nn()::hardTanh);
    wide("logSigmoid", sd -> sd.nn()::logSigmoid);
    wide("relu", sd -> x -> sd.nn().relu(x, 0));
    wide("relu above 1", sd -> x -> sd.nn().relu(x, 1));
    wide("relu6", sd -> x -> sd.nn().relu6(x, 0));
    wide("leakyRelu", sd -> x -> sd.nn().leakyRelu(x, 0.3));
    wide("threshold", sd -> x -> new ThresholdRelu(sd, x, 0.7).outputVariable());
    wide("elu", sd -> sd.nn()::elu);
    wide("selu", sd -> sd.nn()::selu);
    wide("gelu", sd -> sd.nn()::gelu);
    wide("preciseGelu", sd -> sd.nn()::preciseGelu);
    wide("swish", sd -> sd.nn()::swish);
    wide("softplus", sd -> sd.nn()::softplus);
    wide("softsign", sd -> sd.nn()::softsign);
    wide("rectifiedTanh", sd -> sd.math()::rectifiedTanh);
    add("prelu", d -> d.graph().nn().prelu(d.in(4, 6), d.weight(1, 6), 1));
    wide("step", sd -> x -> sd.math().step(x, 0.5));
    wide("clipByValue", sd -> x -> sd.math().clipByValue(x, -1, 2.5));
    add("softmax", d -> d.graph().nn().softmax(d.in(4, 5), -1));
    add("softmax of rows", d -> d.graph().nn().softmax(d.in(4, 5), 1));
    add("logSoftmax", d -> d.graph().nn().logSoftmax(d.in(4, 5), 2));
    add("logSoftmax of the last", d -> d.graph().nn().logSoftmax(d.in(5)));
    add("crelu", d -> d.graph().nn().cReLU(d.in(5)));
  }

  private static void arithmetic() {
    add("add", d -> d.in(5).add(d.weight(5)));
    add("subtract", d -> d.weight(5).sub(d.in(5)));
    add("multiply", d -> d.in(4, 5).mul(d.in(4, 1)));
    add("divide", d -> d.weight(5).div(d.between(0.5, 2, 5)));
    add("reversed subtract", d -> d.graph().math().rsub(d.in(5), d.in(5)));
    add("reversed divide", d -> d.graph().math().rdiv(d.between(0.5, 2, 5), d.in(5)));
    add("power", d -> d.graph().math().pow(d.between(0.5, 2, 5), d.in(5)));
    add("maximum", d -> d.graph().math().max(d.in(5), d.in(5)));
    add("minimum", d -> d.graph().math().min(d.in(5), d.in(5)));
    add("squared difference", d -> d.graph().math().squaredDifference(d.in(5), d.in(5)));
    add(
        "floor of a quotient",
        d -> d.graph().math().floorDiv(d.between(-9, 9, 5), d.between(1, 3, 5)));
    add("floor's rest", d -> d.graph().math().floorMod(d.between(-9, 9, 5), d.between(1, 3, 5)));
    add("add a number", d -> d.in(5).add(2.5));
    add("subtract a number", d -> d.in(5).sub(2.5));
    add("multiply by a number", d -> d.in(5).mul(2.5));
    add("divide by a number", d -> d.in(5).div(2.5));
    add("a number minus", d -> d.in(5).rsub(2.5));
    add("a number over", d -> d.between(0.5, 2, 5).rdiv(2.5));
    add("a number's power", d -> d.graph().math().pow(d.between(0.5, 2, 5), 1.5));
    add("a greater number", d -> d.graph().scalarMax(d.in(5), 0.2));
    add("a smaller number", d -> d.graph().scalarMin(d.in(5), 0.2));
    add("a number's rest", d -> d.graph().math().floorMod(d.between(-9, 9, 5), 2));
    add("sum of several", d -> d.graph().math().mergeAdd(d.in(5), d.in(5), d.in(5)));
    add("mean of several", d -> d.graph().math().mergeAvg(d.in(5), d.in(5), d.in(5)));
    add("greatest of several", d -> d.graph().math().mergeMax(d.in(5), d.in(5), d.in(5)));
    add("bias", d -> d.graph().nn().biasAdd(d.in(4, 5), d.weight(5), false));
    add("bias of maps", d -> d.graph().nn().biasAdd(d.in(5, 2, 3), d.weight(5), true));
  }

  private static void products() {
    add("matrix by weights", d -> d.in(5).mmul(d.weight(5, 3)));
    add("turned", d -> d.graph().mmul(d.in(4, 5), d.in(6, 5), false, true, false));
    add("turned first", d -> d.graph().mmul(d.in(5, 4), d.in(5, 6), true, false, false));
    add("turned product", d -> d.graph().mmul(d.in(4, 5), d.in(5, 6), false, false, true));
    add("all of a batch", d -> d.graph().mmul(d.in(4), d.in(4), true, false, false));
    add("axes", d -> d.graph().tensorMmul(d.in(4, 5), d.weight(5, 3), new int[] {2}, 0));
    add("dot", d -> d.graph().dot(d.in(5), d.in(5), 1));
    add("cosine", d -> d.graph().math().cosineSimilarity(d.in(5), d.in(5), 1));
    add("euclidean", d -> d.graph().math().euclideanDistance(d.in(5), d.in(5), 1));
    add("manhattan", d -> d.graph().math().manhattanDistance(d.in(5), d.in(5), 1));
  }

  private static void reductions() {
    add("mean", d -> d.in(4, 5).mean(1));
    add("mean kept", d -> d.in(4, 5).mean(true, 1, 2));
    add("mean of the batch", d -> d.in(4, 5).mean(0));
    add("sum", d -> d.in(4, 5).sum(2));
    add("sum of all", d -> d.in(4, 5).sum());
    add("max", d -> d.in(4, 5).max(-1));
    add("min", d -> d.in(4, 5).min(1, 2));
    add("prod", d -> d.in(4, 5).prod(1));
    add("norm1", d -> d.in(4, 5).norm1(1));
    add("norm2", d -> d.in(4, 5).norm2(true, 1));
    add("normmax", d -> d.in(4, 5).normmax(1));
    add("squared norm", d -> d.graph().squaredNorm(d.in(4, 5), 1));
    add("log of summed powers", d -> d.graph().math().logSumExp(d.in(4, 5), 1));
    add("sum of magnitudes", d -> d.graph().math().asum(d.in(4, 5), 1));
    add("mean of magnitudes", d -> d.graph().math().reduceAmean(d.in(4, 5), 1));
    add("greatest magnitude", d -> d.graph().math().reduceAMax(d.in(4, 5), 1));
    add("least magnitude", d -> d.graph().math().reduceAmin(d.in(4, 5), 1));
    add("variance", d -> d.graph().variance(d.in(4, 5), false, 1));
    add("deviation", d -> d.graph().standardDeviation(d.in(4, 5), true, true, 2));
    add("argmax", d -> d.graph().argmax(d.in(4, 5), 1));
    add("argmin", d -> d.graph().argmin(d.in(4, 5), true, 2));
    add("cumsum", d -> d.graph().cumsum(d.in(4, 5), 1));
    add("cumsum from behind", d -> d.graph().cumsum(d.in(4, 5), true, true, 2));
  }

  private static void shapes() {
    add("reshape", d -> d.graph().reshape(d.in(4, 6), -1, 3, 8));
    add("reshape across the batch", d -> d.graph().reshape(d.in(4, 6), -1, 6));
    add("reshape back", d -> d.graph().reshape(d.graph().reshape(d.in(4, 6), -1, 6), -1, 24));
    add("flatten", d -> d.graph().flatten(d.in(4, 6)));
    add("permute", d -> d.graph().permute(d.in(4, 5, 6), 0, 3, 1, 2));
    add("permute the batch", d -> d.graph().permute(d.in(4, 5), 1, 0, 2));
    add("transpose", d -> d.graph().transpose(d.in(4)));
    add("expandDims", d -> d.graph().expandDims(d.in(4, 5), 1));
    add("expandDims behind", d -> d.graph().expandDims(d.in(4), -1));
    add("squeeze", d -> d.graph().squeeze(d.in(4, 1), 2));
    add("tile", d -> d.graph().tile(d.in(4, 5), 1, 2, 3));
    add("reverse", d -> d.graph().reverse(d.in(4, 5), 1));
    add("cast", d -> d.in(5).castTo(DataType.INT32).castTo(DataType.FLOAT));
  }

  private static void parts() {
    add("gather", d -> d.graph().gather(d.in(4, 5), new int[] {3, 0, 0}, 1));
    add("gather by what enters", d -> d.graph().gather(d.weight(7, 5), d.places(7, 3), 0));
    add("slice", d -> d.graph().slice(d.in(4, 5), new int[] {0, 1, 2}, -1, 2, 3));
    add(
        "strided slice",
        d -> {
          long[] from = {0, 1, 0};
          long[] to = {0, 4, 5};
          return d.graph().stridedSlice(d.in(4, 5), from, to, new long[] {1, 2, 2}, 0, 1, 0, 0, 0);
        });
    add(
        "one place",
        d -> {
          long[] from = {0, 2, 0};
          long[] to = {0, 3, 0};
          return d.graph().stridedSlice(d.in(4, 5), from, to, new long[] {1, 1, 1}, 0, 5, 0, 0, 2);
        });
    several("split", d -> d.graph().split(d.in(4, 6), 3, 2));
    several(
        "splitV",
        d -> {
          SDVariable sizes = d.graph().constant(Nd4j.createFromArray(1, 3));
          return d.graph().splitV(d.in(4, 6), sizes, 2, 1);
        });
    add("stack", d -> d.graph().stack(1, d.in(4), d.in(4), d.in(4)));
    several("unstack", d -> d.graph().unstack(d.in(3, 4), 1, 3));
    add("concat", d -> d.graph().concat(2, d.in(4, 5), d.in(4, 2)));
    add("concat with weights", d -> d.graph().concat(0, d.in(5), d.weight(2, 5)));
    add("pad", d -> padded(d, PadMode.CONSTANT, 0.5));
    add("pad by reflection", d -> padded(d, PadMode.REFLECT, 0));
    add("depth to space", d -> d.graph().cnn().depthToSpace(d.in(2, 3, 8), 2, DataFormat.NHWC));
    add("space to depth", d -> d.graph().cnn().spaceToDepth(d.in(4, 6, 2), 2, DataFormat.NHWC));
  }

  private static SDVariable padded(DrawnGraph d, PadMode mode, double value) {
    int[][] amounts = {{0, 0}, {1, 2}, {2, 0}};
    SDVariable constant = d.graph().constant(Nd4j.createFromArray(amounts));
    return d.graph().nn().pad(d.in(4, 5), constant, mode, value);
  }

  private static void choices() {
    add("greater", d -> chosen(d, d.graph().gt(d.in(5), d.in(5))));
    add("greater or equal", d -> chosen(d, d.graph().gte(d.in(5), d.in(5))));
    add("less", d -> chosen(d, d.graph().lt(d.in(5), d.in(5))));
    add("less or equal", d -> chosen(d, d.graph().lte(d.in(5), d.in(5))));
    add("equal", d -> chosen(d, d.graph().eq(rounded(d), rounded(d))));
    add("unequal", d -> chosen(d, d.graph().neq(rounded(d), rounded(d))));
    add("greater than a number", d -> chosen(d, d.graph().gt(d.in(5), 0.1)));
    add("at least a number", d -> chosen(d, d.graph().gte(d.in(5), 0.1)));
    add("less than a number", d -> chosen(d, d.graph().lt(d.in(5), 0.1)));
    add("at most a number", d -> chosen(d, d.graph().lte(d.in(5), 0.1)));
    add("a number", d -> chosen(d, d.graph().eq(rounded(d), 1)));
    add("no number", d -> chosen(d, d.graph().neq(rounded(d), 1)));
    add("both", d -> chosen(d, d.graph().math().and(positive(d), positive(d))));
    add("either", d -> chosen(d, d.graph().math().or(positive(d), positive(d))));
    add("one of both", d -> chosen(d, d.graph().math().xor(positive(d), positive(d))));
    add("oneHot", d -> d.graph().oneHot(d.places(4, 2), 4, -1, 2, 0.5, DataType.FLOAT));
    add("zerosLike", d -> zero(d.in(5), d.graph()));
    add("onesLike", d -> d.graph().onesLike(d.in(5)).mul(d.in(5)));
  }

  private static SDVariable zero(SDVariable x, SameDiff graph) {
    return graph.zerosLike(x).add(x);
  }

  private static SDVariable rounded(DrawnGraph d) {
    return d.graph().math().round(d.between(-2, 2, 5));
  }

  private static SDVariable positive(DrawnGraph d) {
    return d.graph().gt(d.in(5), 0);
  }

  private static SDVariable chosen(DrawnGraph d, SDVariable condition) {
    return d.graph().where(d.in(5), d.in(5), condition);
  }

  private static void normalisations() {
    add("layerNorm", d -> d.graph().nn().layerNorm(d.in(4, 5), d.weight(5), d.weight(5), false, 2));
    add("layerNorm of rows", d -> layerNorm(d, 1));
    add("layerNorm of all", d -> layerNorm(d, 1, 2));
    add("layerNorm alone", d -> d.graph().nn().layerNorm(d.in(4, 5), d.weight(5), false, 2));
    add("batchNorm", d -> batchNorm(d, d.in(4, 5), 2, 5));
    add("batchNorm of maps", d -> batchNorm(d, d.in(5, 2, 3), 1, 5));
    add("standardize", d -> d.graph().math().standardize(d.in(4, 5), 1));
    several("moments", d -> d.graph().math().moments(d.in(4, 5), new int[] {1}, false));
    add("clipByNorm", d -> d.graph().math().clipByNorm(d.between(-3, 3, 4, 5), 1.5, 2));
    add(
        "local response",
        d ->
            d.graph()
                .cnn()
                .localResponseNormalization(
                    d.in(4, 4, 8),
                    LocalResponseNormalizationConfig.builder()
                        .alpha(0.3)
                        .beta(0.7)
                        .bias(1.5)
                        .depth(2)
                        .build()));
  }

  private static SDVariable layerNorm(DrawnGraph d, int... axes) {
    return d.graph().nn().layerNorm(d.in(4, 5), d.weight(5), d.weight(5), false, axes);
  }

  private static SDVariable batchNorm(DrawnGraph d, SDVariable x, int axis, int width) {
    return d.graph()
        .nn()
        .batchNorm(
            x, d.weight(width), d.positive(width), d.weight(width), d.weight(width), 1e-3, axis);
  }

  private static void windows() {
    for (PaddingMode padding : List.of(PaddingMode.SAME, PaddingMode.VALID)) {
      add("conv2d " + padding, d -> conv(d, padding, 7, 2));
      add("avgPooling2d " + padding, d -> d.graph().cnn().avgPooling2d(map(d), pool(padding)));
      add("maxPooling2d " + padding, d -> d.graph().cnn().maxPooling2d(map(d), pool(padding)));
      add("conv1d " + padding, d -> conv1d(d, padding));
    }
    add("conv2d NCHW", SameDiffCases::channelsFirst);
    add(
        "depthwise",
        d -> d.graph().cnn().depthWiseConv2d(map(d), d.weight(3, 3, 4, 2), d.weight(8), config(1)));
    add(
        "separable",
        d ->
            d.graph()
                .cnn()
                .separableConv2d(map(d), d.weight(3, 3, 4, 2), d.weight(1, 1, 8, 5), config(1)));
    add("deconv2d", SameDiffCases::transposed);
    add("upsampling", d -> d.graph().cnn().upsampling2d(d.in(2, 3, 4), 2, 3, false));
  }

  private static SDVariable map(DrawnGraph d) {
    return d.in(7, 8, 4);
  }

  private static SDVariable conv(DrawnGraph d, PaddingMode padding, int filters, int stride) {
    Conv2DConfig config = config(stride);
    config.setPaddingMode(padding);
    return d.graph().cnn().conv2d(map(d), d.weight(3, 3, 4, filters), d.weight(filters), config);
  }

  private static Conv2DConfig config(int stride) {
    return Conv2DConfig.builder()
        .kH(3)
        .kW(3)
        .sH(stride)
        .sW(stride)
        .dataFormat("NHWC")
        .weightsFormat(WeightsFormat.YXIO)
        .paddingMode(PaddingMode.SAME)
        .build();
  }

  private static SDVariable channelsFirst(DrawnGraph d) {
    Conv2DConfig config =
        Conv2DConfig.builder()
            .kH(3)
            .kW(3)
            .pH(1)
            .pW(1)
            .dataFormat("NCHW")
            .weightsFormat(WeightsFormat.OIYX)
            .paddingMode(PaddingMode.VALID)
            .build();
    return d.graph().cnn().conv2d(d.in(4, 7, 8), d.weight(5, 4, 3, 3), config);
  }

  private static SDVariable transposed(DrawnGraph d) {
    DeConv2DConfig config =
        DeConv2DConfig.builder().kH(3).kW(2).sH(2).sW(2).dataFormat("NHWC").build();
    return d.graph().cnn().deconv2d(map(d), d.weight(3, 2, 5, 4), config);
  }

  private static Pooling2DConfig pool(PaddingMode padding) {
    return Pooling2DConfig.builder()
        .kH(3)
        .kW(2)
        .sH(2)
        .sW(2)
        .isNHWC(true)
        .paddingMode(padding)
        .extra(0)
        .build();
  }

  private static SDVariable conv1d(DrawnGraph d, PaddingMode padding) {
    Conv1DConfig config =
        Conv1DConfig.builder().k(3).s(2).p(0).dataFormat("NWC").paddingMode(padding).build();
    return d.graph().cnn().conv1d(d.in(9, 4), d.weight(3, 4, 5), d.weight(5), config);
  }

  private static void attention() {
    add(
        "attention",
        d -> d.graph().nn().dotProductAttention(d.in(6, 3), d.in(6, 5), d.in(4, 5), null, true));
    for (boolean scaled : new boolean[] {true, false}) {
      String how = scaled ? ", scaled" : "";
      add(
          "attention to some keys" + how,
          d ->
              d.graph()
                  .nn()
                  .dotProductAttention(d.in(6, 3), d.in(6, 5), d.in(4, 5), d.mask(5), scaled));
      add("attention in heads" + how, d -> inHeads(d, null, scaled));
      add("attention in heads to some keys" + how, d -> inHeads(d, d.mask(5), scaled));
      add(
          "attention of heads" + how,
          d ->
              d.graph()
                  .nn()
                  .dotProductAttention(
                      d.in(2, 6, 3), d.in(2, 6, 5), d.in(2, 4, 5), d.mask(5), scaled));
    }
  }

  private static SDVariable inHeads(DrawnGraph d, SDVariable mask, boolean scaled) {
    return d.graph()
        .nn()
        .multiHeadDotProductAttention(
            d.in(6, 3),
            d.in(6, 5),
            d.in(4, 5),
            d.weight(2, 3, 6),
            d.weight(2, 3, 6),
            d.weight(2, 3, 4),
            d.weight(6, 7),
            mask,
            scaled);
  }
}

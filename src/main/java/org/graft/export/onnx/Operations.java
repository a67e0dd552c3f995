package org.graft.export.onnx;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.graft.export.onnx.OnnxGraph.Text;

/** How each operation of a SameDiff graph is said in ONNX: one line an operation. */
final class Operations {
  /** By SameDiff's name of an operation what writes it and says what holds each of its outputs. */
  static final Map<String, Function<OpTranslation, List<String>>> TABLE = new TreeMap<>();

  static {
    functions();
    arithmetic();
    choices();
    products();
    reductions();
    shapes();
    parts();
    layers();
  }

  private Operations() {}

  /** Writes an operation, which must have a rule, and says what holds each of its outputs. */
  static List<String> apply(OpTranslation step) {
    Function<OpTranslation, List<String>> rule = TABLE.get(step.op().kind());
    if (rule == null) {
      throw step.op().unsupported("has no ONNX rule; known are " + TABLE.keySet());
    }
    return rule.apply(step);
  }

  /** An operation of one output. */
  private static void line(String operation, Function<OpTranslation, String> rule) {
    TABLE.put(operation, step -> List.of(rule.apply(step)));
  }

  /** An operator of ONNX with the same inputs, and no settings. */
  private static void same(String operation, String type) {
    line(operation, step -> step.node(type, step.ins()));
  }

  private static void functions() {
    same("identity", "Identity");
    same("abs", "Abs");
    same("neg", "Neg");
    same("sign", "Sign");
    same("ceil", "Ceil");
    same("floor", "Floor");
    same("exp", "Exp");
    same("log", "Log");
    same("sqrt", "Sqrt");
    same("Reciprocal", "Reciprocal");
    same("sin", "Sin");
    same("cos", "Cos");
    same("tan", "Tan");
    same("asin", "Asin");
    same("acos", "Acos");
    same("atan", "Atan");
    same("sinh", "Sinh");
    same("cosh", "Cosh");
    same("asinh", "Asinh");
    same("acosh", "Acosh");
    same("atanh", "Atanh");
    same("erf", "Erf");
    same("sigmoid", "Sigmoid");
    same("tanh", "Tanh");
    same("hard_sigmoid", "HardSigmoid");
    same("selu", "Selu");
    same("softplus", "Softplus");
    same("softsign", "Softsign");
    same("prelu", "PRelu");
    line("round", FunctionOps::round);
    line("expm1", s -> s.node("Sub", s.node("Exp", s.ins()), s.number(1)));
    line("log1p", s -> s.node("Log", s.node("Add", s.in(0), s.number(1))));
    line("rsqrt", s -> s.node("Reciprocal", s.node("Sqrt", s.ins())));
    line("square", s -> s.node("Mul", s.in(0), s.in(0)));
    line("cube", s -> s.node("Mul", s.node("Mul", s.in(0), s.in(0)), s.in(0)));
    line("erfc", s -> s.node("Sub", s.number(1), s.node("Erf", s.ins())));
    line("hardtanh", s -> FunctionOps.clip(s, -1, 1));
    line("logsigmoid", s -> s.node("Neg", s.node("Softplus", s.node("Neg", s.ins()))));
    line("relu", FunctionOps::relu);
    line("relu6", FunctionOps::relu6);
    line("leakyrelu", s -> FunctionOps.sloped(s, "LeakyRelu", s.op().number()));
    line("thresholdedrelu", FunctionOps::thresholded);
    line("elu", s -> FunctionOps.sloped(s, "Elu", FunctionOps.alpha(s)));
    line("gelu", FunctionOps::gelu);
    line("precise_gelu", FunctionOps::preciseGelu);
    line("swish", s -> s.node("Mul", s.in(0), s.node("Sigmoid", s.ins())));
    line("rectified_tanh", s -> s.node("Relu", s.node("Tanh", s.ins())));
    line("crelu", FunctionOps::doubleRelu);
    line("step", FunctionOps::step);
    line("ClipByValue", s -> FunctionOps.clip(s, s.op().reals()[0], s.op().reals()[1]));
    line("softmax", s -> FunctionOps.softmax(s, "Softmax"));
    line("log_softmax", s -> FunctionOps.softmax(s, "LogSoftmax"));
    line("cast", FunctionOps::cast);
    line("ones_as", s -> FunctionOps.filled(s, 1));
    line("zeroslike", s -> FunctionOps.filled(s, 0));
  }

  private static void arithmetic() {
    same("add", "Add");
    same("subtract", "Sub");
    same("multiply", "Mul");
    same("divide", "Div");
    same("Pow", "Pow");
    same("maximum", "Max");
    same("minimum", "Min");
    same("mergeadd", "Sum");
    same("mergeavg", "Mean");
    same("mergemax", "Max");
    line("reversesubtract", s -> s.node("Sub", s.in(1), s.in(0)));
    line("reversedivide", s -> s.node("Div", s.in(1), s.in(0)));
    line("squaredsubtract", ArithmeticOps::squaredDifference);
    line("floordiv", s -> s.node("Floor", s.node("Div", s.ins())));
    line("floormod", ArithmeticOps::floorRest);
    line("add_scalar", s -> ArithmeticOps.scalar(s, "Add"));
    line("sub_scalar", s -> ArithmeticOps.scalar(s, "Sub"));
    line("mul_scalar", s -> ArithmeticOps.scalar(s, "Mul"));
    line("div_scalar", s -> ArithmeticOps.scalar(s, "Div"));
    line("rsub_scalar", s -> ArithmeticOps.reversed(s, "Sub"));
    line("rdiv_scalar", s -> ArithmeticOps.reversed(s, "Div"));
    line("pow", s -> ArithmeticOps.scalar(s, "Pow"));
    line("max_scalar", s -> ArithmeticOps.scalar(s, "Max"));
    line("scalar_min", s -> ArithmeticOps.scalar(s, "Min"));
    line("fmod_scalar", ArithmeticOps::rest);
    line("biasadd", ArithmeticOps::biasAdd);
  }

  private static void choices() {
    same("greater", "Greater");
    same("greater_equal", "GreaterOrEqual");
    same("less", "Less");
    same("less_equal", "LessOrEqual");
    same("equals", "Equal");
    same("and", "And");
    same("or", "Or");
    same("xor", "Xor");
    same("Where", "Where");
    line("not_equals", s -> s.node("Not", s.node("Equal", s.ins())));
    line("greaterthan_scalar", s -> ArithmeticOps.scalar(s, "Greater"));
    line("greaterthanorequal_scalar", s -> ArithmeticOps.scalar(s, "GreaterOrEqual"));
    line("lessthan_scalar", s -> ArithmeticOps.scalar(s, "Less"));
    line("lessthanorequal_scalar", s -> ArithmeticOps.scalar(s, "LessOrEqual"));
    line("equals_scalar", s -> ArithmeticOps.scalar(s, "Equal"));
    line("notequals_scalar", s -> s.node("Not", ArithmeticOps.scalar(s, "Equal")));
    line("onehot", PartOps::oneHot);
  }

  private static void products() {
    line("matmul", ProductOps::matmul);
    line("tensordot", ProductOps::tensordot);
    line("dot", s -> ProductOps.summed(s, s.in(0), s.in(1)));
    line("cosinesimilarity", ProductOps::cosine);
    line("euclidean", s -> ProductOps.distance(s, "ReduceL2"));
    line("manhattan", s -> ProductOps.distance(s, "ReduceL1"));
    line("dot_product_attention", AttentionOps::attention);
    line("multi_head_dot_product_attention", AttentionOps::multiHead);
  }

  private static void reductions() {
    line("reduce_mean", s -> ReductionOps.reduce(s, "ReduceMean"));
    line("reduce_sum", s -> ReductionOps.reduce(s, "ReduceSum"));
    line("reduce_max", s -> ReductionOps.reduce(s, "ReduceMax"));
    line("reduce_min", s -> ReductionOps.reduce(s, "ReduceMin"));
    line("reduce_prod", s -> ReductionOps.reduce(s, "ReduceProd"));
    line("reduce_norm1", s -> ReductionOps.reduce(s, "ReduceL1"));
    line("reduce_norm2", s -> ReductionOps.reduce(s, "ReduceL2"));
    line("reduce_sqnorm", s -> ReductionOps.reduce(s, "ReduceSumSquare"));
    line("reduce_logsumexp", s -> ReductionOps.reduce(s, "ReduceLogSumExp"));
    line("asum", s -> ReductionOps.reduce(s, "ReduceL1"));
    line("reduce_normmax", s -> ReductionOps.ofMagnitudes(s, "ReduceMax"));
    line("amax", s -> ReductionOps.ofMagnitudes(s, "ReduceMax"));
    line("amin", s -> ReductionOps.ofMagnitudes(s, "ReduceMin"));
    line("amean", s -> ReductionOps.ofMagnitudes(s, "ReduceMean"));
    line("var", ReductionOps::variance);
    line("std", s -> s.node("Sqrt", ReductionOps.variance(s)));
    line("argmax", s -> ReductionOps.place(s, "ArgMax"));
    line("argmin", s -> ReductionOps.place(s, "ArgMin"));
    line("cumsum", ReductionOps::cumulated);
    TABLE.put("moments", ReductionOps::moments);
  }

  private static void shapes() {
    line("reshape", ShapeOps::reshaped);
    line("flatten", ShapeOps::flattened);
    line("permute", s -> ShapeOps.permuted(s, s.op().integers()));
    line("transpose", ShapeOps::transposed);
    line("expand_dims", ShapeOps::expanded);
    line("squeeze", ShapeOps::squeezed);
    line("tile", s -> s.node("Tile", s.in(0), s.integers("times", s.op().integers())));
    line("depth_to_space", s -> ShapeOps.ofMaps(s, "DepthToSpace", new Text("mode", "DCR")));
    line("space_to_depth", s -> ShapeOps.ofMaps(s, "SpaceToDepth"));
    line("upsampling2d", ShapeOps::upSampled);
  }

  private static void parts() {
    line("gather", PartOps::gather);
    line("slice", PartOps::slice);
    line("strided_slice", PartOps::stridedSlice);
    line("reverse", PartOps::reversed);
    TABLE.put("split", PartOps::split);
    TABLE.put("split_v", PartOps::splitBySizes);
    TABLE.put("unstack", PartOps::unstack);
    line("stack", PartOps::stack);
    line("concat", PartOps::concat);
    line("pad", PartOps::pad);
  }

  private static void layers() {
    line("layer_norm", NormOps::layerNorm);
    line("batchnorm", NormOps::batchNorm);
    line("standardize", NormOps::standardized);
    line("clipbynorm", NormOps::clippedByNorm);
    line("lrn", NormOps::localResponse);
    line("conv2d", WindowOps::conv2d);
    line("depthwise_conv2d", WindowOps::depthwise);
    line("sconv2d", WindowOps::separable);
    line("deconv2d", WindowOps::transposed);
    line("conv1d", WindowOps::conv1d);
    line("maxpool2d", s -> WindowOps.pool(s, "MaxPool", List.of()));
    line("avgpool2d", WindowOps::averagePool);
  }
}

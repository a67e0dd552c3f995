package org.graft.export.onnx;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** How each SameDiff operation is said in ONNX: one line an operation. */
final class Rules {
  /** Adds an operation's nodes to a translation and says what holds the result. */
  @FunctionalInterface
  interface Rule extends BiFunction<Op, Translation, Flow> {}

  /** Rules by SameDiff's name of the operation. */
  static final Map<String, Rule> TABLE =
      Map.ofEntries(
          Map.entry("conv2d", WindowRules::conv),
          Map.entry("depthwise_conv2d", WindowRules::depthwise),
          Map.entry("deconv2d", WindowRules::transposed),
          Map.entry("maxpool2d", WindowRules::maxPool),
          Map.entry("avgpool2d", WindowRules::averagePool),
          Map.entry("upsampling2d", WindowRules::upSample),
          Map.entry("multiply", (op, t) -> ElementRules.binary(op, t, "Mul")),
          Map.entry("add", (op, t) -> ElementRules.binary(op, t, "Add")),
          Map.entry("subtract", (op, t) -> ElementRules.binary(op, t, "Sub")),
          Map.entry("maximum", (op, t) -> ElementRules.binary(op, t, "Max")),
          Map.entry("minimum", (op, t) -> ElementRules.binary(op, t, "Min")),
          Map.entry("add_scalar", (op, t) -> ElementRules.scalar(op, t, "Add")),
          Map.entry("mul_scalar", (op, t) -> ElementRules.scalar(op, t, "Mul")),
          Map.entry("rsub_scalar", ElementRules::subtractedFrom),
          Map.entry("square", ElementRules::square),
          Map.entry("rsqrt", ElementRules::inverseRoot),
          Map.entry("ClipByValue", ElementRules::clip),
          Map.entry("thresholdedrelu", ElementRules::thresholded),
          Map.entry("leakyrelu", ElementRules::leaky),
          Map.entry("elu", (op, t) -> ElementRules.unary(op, t, "Elu")),
          Map.entry("selu", (op, t) -> ElementRules.unary(op, t, "Selu")),
          Map.entry("erf", (op, t) -> ElementRules.unary(op, t, "Erf")),
          Map.entry("exp", (op, t) -> ElementRules.unary(op, t, "Exp")),
          Map.entry("neg", (op, t) -> ElementRules.unary(op, t, "Neg")),
          Map.entry("softplus", (op, t) -> ElementRules.unary(op, t, "Softplus")),
          Map.entry("softsign", (op, t) -> ElementRules.unary(op, t, "Softsign")),
          Map.entry("relu", (op, t) -> ElementRules.rectifier(op, t, "Relu")),
          Map.entry("relu6", (op, t) -> ElementRules.rectifier(op, t, "Clip")),
          Map.entry("sigmoid", (op, t) -> ElementRules.unary(op, t, "Sigmoid")),
          Map.entry("tanh", (op, t) -> ElementRules.unary(op, t, "Tanh")),
          Map.entry("identity", (op, t) -> ElementRules.unary(op, t, "Identity")),
          Map.entry("abs", (op, t) -> ElementRules.unary(op, t, "Abs")),
          Map.entry("log", (op, t) -> ElementRules.unary(op, t, "Log")),
          Map.entry("sqrt", (op, t) -> ElementRules.unary(op, t, "Sqrt")),
          Map.entry("Reciprocal", (op, t) -> ElementRules.unary(op, t, "Reciprocal")),
          Map.entry("floor", (op, t) -> ElementRules.unary(op, t, "Floor")),
          Map.entry("pow", (op, t) -> ElementRules.scalar(op, t, "Pow")),
          Map.entry("divide", (op, t) -> ElementRules.binary(op, t, "Div")),
          Map.entry("lrn", WindowRules::localResponse),
          Map.entry("softmax", (op, t) -> ElementRules.softmax(op, t, "Softmax")),
          Map.entry(
              "reduce_mean", (op, t) -> AxisRules.pool(op, t, "GlobalAveragePool", "ReduceMean")),
          Map.entry("reduce_max", (op, t) -> AxisRules.pool(op, t, "GlobalMaxPool", "ReduceMax")),
          Map.entry("reduce_min", (op, t) -> ReduceRule.reduce(op, t, "ReduceMin")),
          Map.entry("reduce_sum", (op, t) -> ReduceRule.reduce(op, t, "ReduceSum")),
          Map.entry("pad", AxisRules::pad),
          Map.entry("strided_slice", AxisRules::slice),
          Map.entry("permute", AxisRules::permute),
          Map.entry("concat", AxisRules::concat),
          Map.entry("gather", AxisRules::gather),
          Map.entry("reshape", ReshapeRule::reshape),
          Map.entry("matmul", MatmulRule::matmul));

  private Rules() {}

  /** The rule for {@code op}, which must have one. */
  static Rule of(Op op) {
    Rule rule = TABLE.get(op.kind());
    if (rule == null) {
      throw op.unsupported("has no ONNX rule; known are " + new TreeMap<>(TABLE).keySet());
    }
    return rule;
  }
}

package org.graft.export.onnx;

import java.util.List;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Real;
import org.graft.plan.Activation;
import org.graft.plan.Clip;
import org.graft.plan.Elu;
import org.graft.plan.FakeQuantize;
import org.graft.plan.Rectify;

/** Functions of single values, and softmax: ONNX Relu, Clip, Erf, Sigmoid, Softmax, …. */
final class FunctionLayers {
  private static final double LEAKY_SLOPE = 0.2;
  private static final double CUBIC = 0.044715;

  private FunctionLayers() {}

  /** A layer's function of what it computed; of the last layer, that are the scores. */
  static Flow applied(Sheet s, Flow x, Activation function) {
    if (function != Activation.LINEAR && s.layer().equals(s.plan().model().plan().output())) {
      s.plan().scores(x);
    }
    return function(s, x, function);
  }

  private static Flow function(Sheet s, Flow x, Activation function) {
    return switch (function) {
      case LINEAR -> x;
      case RELU -> s.with("Relu", x);
      case RELU6 -> clip(s, x, 0, 6);
      case LEAKY_RELU -> s.with("LeakyRelu", x, new Real("alpha", (float) LEAKY_SLOPE));
      case ELU -> s.with("Elu", x);
      case SELU -> s.with("Selu", x);
      case GELU -> gelu(s, x);
      case GELU_TANH -> geluTanh(s, x);
      case SILU -> s.each("Mul", x, s.with("Sigmoid", x).value());
      case SIGMOID -> s.with("Sigmoid", x);
      case HARD_SIGMOID -> hardSigmoid(s, x, 1 / 6f);
      case STEEP_HARD_SIGMOID -> s.with("HardSigmoid", x);
      case HARD_SILU -> s.each("Mul", x, hardSigmoid(s, x, 1 / 6f).value());
      case TANH -> s.with("Tanh", x);
      case SOFTPLUS -> s.with("Softplus", x);
      case SOFTSIGN -> s.with("Softsign", x);
      case EXPONENTIAL -> s.with("Exp", x);
      case LOG -> s.with("Log", x);
      case SQUARE -> s.each("Mul", x, x.value());
      case SQRT -> s.with("Sqrt", x);
      case INVERSE_SQRT -> s.with("Reciprocal", s.with("Sqrt", x));
      case RECIPROCAL -> s.with("Reciprocal", x);
      case ABSOLUTE -> s.with("Abs", x);
      case MISH -> s.each("Mul", x, s.with("Tanh", s.with("Softplus", x)).value());
      case LOG_SIGMOID -> s.with("Neg", s.with("Softplus", s.with("Neg", x)));
      case HARD_TANH -> clip(s, x, -1, 1);
      case TANH_SHRINK -> s.each("Sub", x, s.with("Tanh", x).value());
      case SOFT_SHRINK -> s.each("Sub", x, clip(s, x, -0.5, 0.5).value());
      case SPARSE_SIGMOID -> hardSigmoid(s, x, 0.5f);
      case SPARSE_PLUS -> sparsePlus(s, x);
      case SOFTMAX -> s.with("Softmax", x, new Int("axis", x.carriedAxis(-1)));
      case LOG_SOFTMAX -> s.with("LogSoftmax", x, new Int("axis", x.carriedAxis(-1)));
    };
  }

  /**
   * In the form that ONNX Runtime makes one operator of. ONNX has {@code Gelu} since operator set
   * 20, which computes the same bits there, no sooner, and which older readers do not know.
   */
  private static Flow gelu(Sheet s, Flow x) {
    Flow scaled = s.each("Div", x, s.number("root", Math.sqrt(2)));
    Flow share = s.each("Add", s.with("Erf", scaled), s.number("one", 1));
    return s.each("Mul", s.each("Mul", x, share.value()), s.number("half", 0.5));
  }

  /**
   * {@code 0.5 x (1 + tanh(sqrt(2 / pi) x (1 + 0.044715 x x)))}, in the form that ONNX Runtime
   * makes one operator of; OpenCV 5 takes a {@code Gelu} that says "tanh" for the exact one.
   */
  private static Flow geluTanh(Sheet s, Flow x) {
    Flow square = s.each("Mul", s.each("Mul", x, s.number("cubic", CUBIC)), x.value());
    Flow part = s.each("Add", square, s.number("one", 1));
    Flow scaled = s.each("Mul", x, s.number("factor", Math.sqrt(2 / Math.PI)));
    Flow tanh = s.with("Tanh", s.each("Mul", scaled, part.value()));
    Flow share = s.each("Add", tanh, s.number("one", 1));
    return s.each("Mul", s.each("Mul", x, s.number("half", 0.5)), share.value());
  }

  private static Flow hardSigmoid(Sheet s, Flow x, float slope) {
    return s.with("HardSigmoid", x, new Real("alpha", slope), new Real("beta", 0.5f));
  }

  private static Flow sparsePlus(Sheet s, Flow x) {
    Flow between = hardSigmoid(s, x, 0.5f);
    Flow square = s.each("Mul", between, between.value());
    Flow above = s.with("Relu", s.each("Sub", x, s.number("one", 1)));
    return s.each("Add", square, above.value());
  }

  private static Flow clip(Sheet s, Flow x, double least, double most) {
    return s.each("Clip", x, s.number("min", least), s.number("max", most));
  }

  static Flow rectified(Rectify form, Sheet s) {
    Flow x = s.in();
    boolean bounded = form.maximum() != Double.POSITIVE_INFINITY;
    if (form.threshold() == 0 && !bounded) {
      return s.with("LeakyRelu", x, new Real("alpha", (float) form.slope()));
    }
    Flow above =
        form.threshold() == 0
            ? s.with("Relu", x)
            : s.with("ThresholdedRelu", x, new Real("alpha", (float) form.threshold()));
    Flow most = bounded ? clip(s, above, 0, form.maximum()) : above;
    if (form.slope() == 0) {
      return most;
    }
    String threshold = s.number("threshold", form.threshold());
    Flow lacking = s.made("Sub", x.shape(), x.last(), List.of(threshold, x.value()));
    Flow below = s.each("Mul", s.with("Relu", lacking), s.number("slope", form.slope()));
    return s.each("Sub", most, below.value());
  }

  static Flow elu(Elu layer, Sheet s) {
    return s.with("Elu", s.in(), new Real("alpha", (float) layer.alpha()));
  }

  /** An infinite bound is the greatest number. */
  static Flow clipped(Clip layer, Sheet s) {
    double most = Float.MAX_VALUE;
    return clip(s, s.in(), Math.max(-most, layer.least()), Math.min(most, layer.most()));
  }

  static Flow quantized(FakeQuantize layer, Sheet s) {
    Flow within = clip(s, s.in(), layer.least(), layer.most());
    Flow above = s.each("Add", within, s.number("least", -layer.least()));
    Flow steps = s.each("Mul", above, s.number("steps", 1 / layer.step()));
    Flow whole = s.with("Floor", s.each("Add", steps, s.number("half", 0.5)));
    Flow scaled = s.each("Mul", whole, s.number("step", layer.step()));
    return s.each("Add", scaled, s.number("offset", layer.least()));
  }
}

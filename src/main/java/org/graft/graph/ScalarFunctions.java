package org.graft.graph;

import org.graft.plan.Activation;
import org.graft.plan.Arithmetic;
import org.graft.plan.Clip;
import org.graft.plan.FakeQuantize;
import org.graft.plan.Rectify;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.impl.transforms.custom.ThresholdRelu;

/**
 * Functions of single values in SameDiff's operations. Some of the names that SameDiff knows stand
 * for other functions than in Keras: its GELU is an approximation and its hard sigmoid is Keras
 * 2's.
 */
record ScalarFunctions(SameDiff graph) {
  private static final double LEAKY_SLOPE = 0.2;
  private static final double STRAIGHT = 20;

  SDVariable apply(SDVariable x, Activation function) {
    return switch (function) {
      case LINEAR -> x;
      case RELU -> relu(x);
      case RELU6 -> graph.nn().relu6(x, 0);
      case LEAKY_RELU -> graph.nn().leakyRelu(x, LEAKY_SLOPE);
      case ELU -> graph.nn().elu(x);
      case SELU -> graph.nn().selu(x);
      case GELU -> x.mul(graph.math().erf(x.mul(Math.sqrt(0.5))).add(1)).mul(0.5);
      case GELU_TANH -> x.mul(graph.nn().tanh(cubic(x)).add(1)).mul(0.5);
      case SILU -> x.mul(graph.nn().sigmoid(x));
      case SIGMOID -> graph.nn().sigmoid(x);
      case HARD_SIGMOID -> hardSigmoid(x);
      case STEEP_HARD_SIGMOID -> graph.math().clipByValue(x.mul(0.2).add(0.5), 0, 1);
      case HARD_SILU -> x.mul(hardSigmoid(x));
      case TANH -> graph.nn().tanh(x);
      case SOFTPLUS -> softplus(x);
      case SOFTSIGN -> graph.nn().softsign(x);
      case EXPONENTIAL -> graph.math().exp(x);
      case LOG -> graph.math().log(x);
      case SQUARE -> graph.math().square(x);
      case SQRT -> graph.math().sqrt(x);
      case INVERSE_SQRT -> graph.math().rsqrt(x);
      case RECIPROCAL -> graph.math().reciprocal(x);
      case ABSOLUTE -> graph.math().abs(x);
      case MISH -> x.mul(graph.nn().tanh(graph.nn().softplus(x)));
      case LOG_SIGMOID -> softplus(x.neg()).neg();
      case HARD_TANH -> graph.math().clipByValue(x, -1, 1);
      case TANH_SHRINK -> x.sub(graph.nn().tanh(x));
      case SOFT_SHRINK -> x.sub(graph.math().clipByValue(x, -0.5, 0.5));
      case SPARSE_SIGMOID -> graph.math().clipByValue(x.mul(0.5).add(0.5), 0, 1);
      case SPARSE_PLUS -> sparsePlus(x);
      case SOFTMAX -> graph.nn().softmax(x, -1);
      case LOG_SOFTMAX -> logSoftmax(x);
    };
  }

  private SDVariable relu(SDVariable x) {
    return graph.nn().relu(x, 0);
  }

  /** SameDiff's own is infinite where e to the x is; from 20 on the function is x in float32. */
  private SDVariable softplus(SDVariable x) {
    SDVariable bounded = graph.math().clipByValue(x, -Float.MAX_VALUE, STRAIGHT);
    return graph.math().max(x, graph.nn().softplus(bounded));
  }

  /** SameDiff's own is infinite where the softmax is 0 in float32. */
  private SDVariable logSoftmax(SDVariable x) {
    SDVariable below = x.sub(graph.max(x, true, -1));
    return below.sub(graph.math().log(graph.sum(graph.math().exp(below), true, -1)));
  }

  private SDVariable sparsePlus(SDVariable x) {
    SDVariable between = graph.math().clipByValue(x, -1, 1).mul(0.5).add(0.5);
    return graph.math().square(between).add(relu(x.add(-1)));
  }

  private SDVariable hardSigmoid(SDVariable x) {
    return graph.nn().relu6(x.add(3), 0).mul(1 / 6.0);
  }

  /** {@code sqrt(2 / pi) * (x + 0.044715 x^3)}. */
  private SDVariable cubic(SDVariable x) {
    double factor = Math.sqrt(2 / Math.PI);
    return x.mul(x.mul(x).mul(factor * 0.044715).add(factor));
  }

  SDVariable rectified(SDVariable x, Rectify form) {
    if (form.threshold() == 0 && form.maximum() == Double.POSITIVE_INFINITY) {
      return graph.nn().leakyRelu(x, form.slope());
    }
    SDVariable above =
        form.threshold() == 0
            ? relu(x)
            : new ThresholdRelu(graph, x, form.threshold()).outputVariable();
    SDVariable most =
        form.maximum() == Double.POSITIVE_INFINITY
            ? above
            : graph.math().clipByValue(above, 0, form.maximum());
    return form.slope() == 0 ? most : most.sub(relu(x.rsub(form.threshold())).mul(form.slope()));
  }

  /** Slopes below 0 that fit {@code x} or are stretched to it. */
  SDVariable rectified(SDVariable x, SDVariable slopes) {
    return relu(x).sub(relu(x.neg()).mul(slopes));
  }

  SDVariable clipped(SDVariable x, Clip layer) {
    float most = Float.MAX_VALUE;
    double upper = Math.min(most, layer.most());
    return graph.math().clipByValue(x, Math.max(-most, layer.least()), upper);
  }

  SDVariable quantized(SDVariable x, FakeQuantize layer) {
    SDVariable above = graph.math().clipByValue(x, layer.least(), layer.most()).add(-layer.least());
    SDVariable steps = graph.math().floor(above.mul(1 / layer.step()).add(0.5));
    return steps.mul(layer.step()).add(layer.least());
  }

  SDVariable elu(SDVariable x, double alpha) {
    return graph.nn().elu(x).mul(alpha).add(relu(x).mul(1 - alpha));
  }

  SDVariable joined(SDVariable[] inputs, Arithmetic arithmetic) {
    SDVariable joined = inputs[0];
    for (int i = 1; i < inputs.length; i++) {
      joined = joined(joined, inputs[i], arithmetic);
    }
    return arithmetic == Arithmetic.AVERAGE ? joined.mul(1.0 / inputs.length) : joined;
  }

  private SDVariable joined(SDVariable first, SDVariable second, Arithmetic arithmetic) {
    return switch (arithmetic) {
      case ADD, AVERAGE -> first.add(second);
      case SUBTRACT -> first.sub(second);
      case MULTIPLY -> first.mul(second);
      case DIVIDE -> first.div(second);
      case MAXIMUM -> graph.math().max(first, second);
      case MINIMUM -> graph.math().min(first, second);
    };
  }
}

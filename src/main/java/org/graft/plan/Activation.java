package org.graft.plan;

/** Element-wise functions (softmax and its logarithm: over the last axis). */
public enum Activation {
  LINEAR,
  RELU,
  RELU6,
  /** {@code x} where positive, else {@code 0.2 * x}. */
  LEAKY_RELU,
  /** {@code x} where positive, else {@code exp(x) - 1}. */
  ELU,
  /** Klambauer et al. 2017. */
  SELU,
  /** {@code x * P(X <= x)} for a standard normal X (Hendrycks and Gimpel 2016). */
  GELU,
  /** GELU by its approximation with tanh. */
  GELU_TANH,
  /** {@code x * sigmoid(x)}, also called swish. */
  SILU,
  SIGMOID,
  /** {@code relu6(x + 3) / 6}, what Keras 3 calls so. */
  HARD_SIGMOID,
  /** {@code 0.2 * x + 0.5} within 0..1, what Keras 1 and 2 call hard sigmoid. */
  STEEP_HARD_SIGMOID,
  /** {@code x * relu6(x + 3) / 6}, also called hard swish. */
  HARD_SILU,
  TANH,
  /** {@code log(exp(x) + 1)}. */
  SOFTPLUS,
  /** {@code x / (|x| + 1)}. */
  SOFTSIGN,
  EXPONENTIAL,
  LOG,
  SQUARE,
  SQRT,
  /** {@code 1 / sqrt(x)}. */
  INVERSE_SQRT,
  /** {@code 1 / x}. */
  RECIPROCAL,
  ABSOLUTE,
  /** {@code x * tanh(log(exp(x) + 1))} (Misra 2019). */
  MISH,
  /** {@code log(sigmoid(x))}. */
  LOG_SIGMOID,
  /** {@code x} within -1..1. */
  HARD_TANH,
  /** {@code x - tanh(x)}. */
  TANH_SHRINK,
  /** 0 within -0.5..0.5, else {@code x} less 0.5 of its magnitude. */
  SOFT_SHRINK,
  /** {@code (x + 1) / 2} within 0..1. */
  SPARSE_SIGMOID,
  /** 0 up to -1, {@code x} from 1 on, {@code (x + 1)^2 / 4} between. */
  SPARSE_PLUS,
  SOFTMAX,
  LOG_SOFTMAX
}

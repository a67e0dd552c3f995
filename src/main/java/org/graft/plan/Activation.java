package org.graft.plan;

/** Element-wise functions (softmax: over the last axis), under the names Keras gives them. */
public enum Activation {
  LINEAR,
  RELU,
  RELU6,
  SIGMOID,
  TANH,
  SOFTMAX
}

package org.graft.source.keras;

import java.util.Map;
import java.util.Optional;
import org.graft.plan.Activation;

/** Keras' names of activation functions. */
final class Activations {
  static final Map<String, Activation> BY_NAME =
      Map.ofEntries(
          Map.entry("linear", Activation.LINEAR),
          Map.entry("relu", Activation.RELU),
          Map.entry("relu6", Activation.RELU6),
          Map.entry("leaky_relu", Activation.LEAKY_RELU),
          Map.entry("elu", Activation.ELU),
          Map.entry("selu", Activation.SELU),
          Map.entry("gelu", Activation.GELU),
          Map.entry("silu", Activation.SILU),
          Map.entry("swish", Activation.SILU),
          Map.entry("sigmoid", Activation.SIGMOID),
          Map.entry("hard_sigmoid", Activation.HARD_SIGMOID),
          Map.entry("hard_silu", Activation.HARD_SILU),
          Map.entry("hard_swish", Activation.HARD_SILU),
          Map.entry("tanh", Activation.TANH),
          Map.entry("softplus", Activation.SOFTPLUS),
          Map.entry("softsign", Activation.SOFTSIGN),
          Map.entry("exponential", Activation.EXPONENTIAL),
          Map.entry("mish", Activation.MISH),
          Map.entry("log_sigmoid", Activation.LOG_SIGMOID),
          Map.entry("hard_tanh", Activation.HARD_TANH),
          Map.entry("tanh_shrink", Activation.TANH_SHRINK),
          Map.entry("soft_shrink", Activation.SOFT_SHRINK),
          Map.entry("sparse_sigmoid", Activation.SPARSE_SIGMOID),
          Map.entry("sparse_plus", Activation.SPARSE_PLUS),
          Map.entry("celu", Activation.ELU),
          Map.entry("log_softmax", Activation.LOG_SOFTMAX),
          Map.entry("softmax", Activation.SOFTMAX));

  private Activations() {}

  /**
   * The function of that name; nothing for one that is not known.
   *
   * @param words whose name it is: one of them has changed its meaning
   */
  static Optional<Activation> named(String name, KerasDialect words) {
    return words == KerasDialect.KERAS_2 && name.equals("hard_sigmoid")
        ? Optional.of(Activation.STEEP_HARD_SIGMOID)
        : Optional.ofNullable(BY_NAME.get(name));
  }
}

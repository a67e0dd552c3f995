package org.graft.source.keras;

import java.util.Map;
import java.util.Optional;
import org.graft.plan.Weights;

/** What an array is by the name that Keras stored it under, in the words of three eras. */
final class ArrayNames {
  private static final Map<String, String> PARAMETERS =
      Map.ofEntries(
          Map.entry("kernel", Weights.KERNEL),
          Map.entry("depthwise_kernel", Weights.KERNEL),
          Map.entry("pointwise_kernel", Weights.POINTWISE_KERNEL),
          Map.entry("bias", Weights.BIAS),
          Map.entry("alpha", Weights.ALPHA),
          Map.entry("gamma", Weights.GAMMA),
          Map.entry("scale", Weights.GAMMA),
          Map.entry("beta", Weights.BETA),
          Map.entry("moving_mean", Weights.MOVING_MEAN),
          Map.entry("moving_variance", Weights.MOVING_VARIANCE),
          Map.entry("mean", Weights.MEAN),
          Map.entry("variance", Weights.VARIANCE),
          Map.entry("count", Weights.COUNT),
          Map.entry("embeddings", Weights.EMBEDDINGS));

  /** The endings of Keras 1, as in {@code block1_conv1_W_1:0}. */
  private static final Map<String, String> KERAS_1_ENDINGS =
      Map.of("W", Weights.KERNEL, "b", Weights.BIAS);

  private ArrayNames() {}

  /**
   * Whether an array can be {@code parameter} by its name, if that tells: {@code
   * attention/query/kernel:0} is a {@code query_kernel}.
   */
  static boolean mayBe(String stored, String parameter) {
    Optional<String> word = parameter(stored);
    return word.map(w -> w.equals(parameter) || parameter.equals(part(stored) + "_" + w))
        .orElse(true);
  }

  /** What stands before the last slash: a layer, or a part of one. */
  private static String part(String stored) {
    String before = stored.substring(0, Math.max(0, stored.lastIndexOf('/')));
    return before.substring(before.lastIndexOf('/') + 1);
  }

  /** The parameter that {@code stored} names; nothing where the name does not tell. */
  static Optional<String> parameter(String stored) {
    String last = stored.substring(stored.lastIndexOf('/') + 1);
    String word = last.replaceFirst(":\\d+$", "").replaceFirst("_\\d+$", "");
    String ending = word.substring(word.lastIndexOf('_') + 1);
    return Optional.ofNullable(PARAMETERS.getOrDefault(word, KERAS_1_ENDINGS.get(ending)));
  }
}

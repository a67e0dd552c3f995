package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.graft.plan.Activation;
import org.graft.plan.Arithmetic;
import org.graft.plan.Dense;
import org.graft.plan.ElementScale;
import org.graft.plan.Layer;
import org.graft.plan.LayerScale;
import org.graft.plan.PositionEmbedding;
import org.graft.plan.Rescale;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;

/**
 * Sums and products with constants: one number, one for each channel, or one for each place along
 * whatever axes the constant has.
 */
final class ConstantRules {
  private static final float[] ONE = {1};
  private static final float[] MINUS_ONE = {-1};

  private ConstantRules() {}

  /** What a node makes of its input {@code flow} and the constant beside it. */
  static Optional<Layer> joined(RuleContext s, int flow, Arithmetic arithmetic) {
    int constant = 1 - flow;
    Operand by = s.operand(constant, flow);
    boolean second = constant == 1;
    return switch (arithmetic) {
      case ADD -> moved(s, flow, ONE, by);
      case SUBTRACT -> second ? moved(s, flow, ONE, by.negated()) : moved(s, flow, MINUS_ONE, by);
      case MULTIPLY -> Optional.of(scaled(s, flow, by));
      case DIVIDE -> Optional.of(scaled(s, flow, by.inverted()));
      default -> throw s.refusal("takes " + arithmetic + " of an array and a constant");
    };
  }

  private static Optional<Layer> moved(RuleContext s, int flow, float[] sign, Operand by) {
    if (by.isVector()) {
      return Optional.of(
          stretches(s, flow, by)
              ? stretched(s, flow, sign, by.values())
              : rescale(s, flow, sign, by.values()));
    }
    Chain chain = new Chain(s);
    if (sign[0] != 1) {
      chain.then((name, x) -> rescaled(name, x, sign, new float[1]));
    }
    return chain.then((name, x) -> added(s, name, x, by)).layer(s.input(flow));
  }

  private static Layer scaled(RuleContext s, int flow, Operand by) {
    int channels = s.shape(flow).channels();
    if (!by.isVector()) {
      return multiplied(s, s.name(), s.input(flow), by);
    }
    if (stretches(s, flow, by)) {
      return stretched(s, flow, by.values(), new float[1]);
    }
    boolean stored = s.node().is("Mul") && channels > 1 && by.values().length == channels;
    if (stored) {
      s.put(Weights.GAMMA, Tensor.vector(by.values()));
      return new LayerScale(s.name(), s.input(flow));
    }
    return rescale(s, flow, by.values(), new float[1]);
  }

  /** {@code x * scale + offset}, each by its own shape: inputs x, scale, offset. */
  static Optional<Layer> rescaled(RuleContext s) {
    Operand scale = s.operand(1, 0);
    Operand offset = s.operand(2, 0);
    if (scale.isVector() && offset.isVector()) {
      return Optional.of(
          stretches(s, 0, scale) || stretches(s, 0, offset)
              ? stretched(s, 0, scale.values(), offset.values())
              : rescale(s, 0, scale.values(), offset.values()));
    }
    return new Chain(s)
        .then((name, x) -> multiplied(s, name, x, scale))
        .then((name, x) -> added(s, name, x, offset))
        .layer(s.input(0));
  }

  private static Layer added(RuleContext s, String name, String input, Operand by) {
    s.putAt(name, Weights.EMBEDDINGS, by.tensor());
    return new PositionEmbedding(name, input, by.shape());
  }

  private static Layer multiplied(RuleContext s, String name, String input, Operand by) {
    s.putAt(name, Weights.GAMMA, by.tensor());
    return new ElementScale(name, input, by.shape());
  }

  /** Whether one channel becomes as many as the constant has numbers. */
  private static boolean stretches(RuleContext s, int flow, Operand by) {
    return s.shape(flow).channels() == 1 && by.values().length > 1;
  }

  /** One channel times several numbers, or and several: as many channels by a dense layer. */
  private static Layer stretched(RuleContext s, int flow, float[] scale, float[] offset) {
    int units = Math.max(scale.length, offset.length);
    boolean moves = offset.length > 1 || offset[0] != 0;
    s.put(Weights.KERNEL, new Tensor(repeated(scale, units).values(), 1, units));
    if (moves) {
      s.put(Weights.BIAS, repeated(offset, units));
    }
    return new Dense(s.name(), s.input(flow), units, moves, Activation.LINEAR);
  }

  /** That many values, of which there may be one for all. */
  static Tensor repeated(float[] values, int count) {
    if (values.length != 1 || count == 1) {
      return Tensor.vector(values);
    }
    float[] repeated = new float[count];
    Arrays.fill(repeated, values[0]);
    return Tensor.vector(repeated);
  }

  static Layer rescale(RuleContext s, int input, float[] scale, float[] offset) {
    int channels = s.shape(input).channels();
    for (float[] values : List.of(scale, offset)) {
      if (values.length != 1 && values.length != channels) {
        throw s.refusal(
            "joins %s with %d values; one, or one a channel is expected"
                .formatted(s.shape(input), values.length));
      }
    }
    return rescaled(s.name(), s.input(input), scale, offset);
  }

  static Rescale rescaled(String name, String input, float[] scale, float[] offset) {
    return new Rescale(name, input, list(scale), list(offset));
  }

  private static List<Float> list(float... values) {
    return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
  }
}

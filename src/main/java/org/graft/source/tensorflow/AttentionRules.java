package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.graft.plan.Layer;
import org.graft.plan.MultiHeadAttention;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;

/** What {@link AttentionPatterns} found, as a layer. */
final class AttentionRules {
  private static final List<String> PARTS =
      List.of(
          MultiHeadAttention.QUERY,
          MultiHeadAttention.VALUE,
          MultiHeadAttention.KEY,
          MultiHeadAttention.OUTPUT);

  private static final int SCALE = 3;
  private static final int KERNELS = 4;
  private static final int BIASES = KERNELS + 8;

  /** Of a scale that is stored in float32. */
  private static final double ROUNDING = 1e-6;

  private AttentionRules() {}

  static Optional<Layer> attention(Step s) {
    int[] query = heads(s, 0);
    int[] value = heads(s, 1);
    int[] key = heads(s, 2);
    float scale = s.values(SCALE)[0];
    double expected = 1 / Math.sqrt(query[1]);
    if (!Arrays.equals(query, key)
        || value[0] != query[0]
        || Math.abs(scale - expected) > ROUNDING * expected) {
      throw Refusal.of(
          s.node(),
          String.format(
              "attends with queries %s, keys %s and values %s by a scale of %s; as many heads and"
                  + " 1 / sqrt(size of a key) are expected",
              Arrays.toString(query), Arrays.toString(key), Arrays.toString(value), scale));
    }
    for (int i = 0; i < 3; i++) {
      int[] heads = i == 1 ? value : query;
      int width = s.shape(i).channels();
      s.put(MultiHeadAttention.kernel(PARTS.get(i)), kernel(s, i, width, heads[0], heads[1]));
    }
    int width = last(s, KERNELS + 6);
    s.put(
        MultiHeadAttention.kernel(MultiHeadAttention.OUTPUT),
        kernel(s, 3, value[0], value[1], width));
    boolean bias = Patterns.hasBias(s.node());
    if (bias) {
      biases(s, query, value, width);
    }
    return Optional.of(
        new MultiHeadAttention(
            s.name(), s.inputs(3), query[0], query[1], value[1], width, bias));
  }

  private static void biases(Step s, int[] query, int[] value, int width) {
    for (int i = 0; i < PARTS.size(); i++) {
      int[] shape = i == 3 ? new int[] {width} : i == 1 ? value : query;
      s.put(MultiHeadAttention.bias(PARTS.get(i)), stored(s, BIASES + i, shape));
    }
  }

  private static Tensor kernel(Step s, int part, int... shape) {
    return stored(s, KERNELS + 2 * part, shape);
  }

  /** An array whose last axes may be joined into one. */
  private static Tensor stored(Step s, int index, int... shape) {
    Tensor tensor = s.tensor(index, s.rankOf(index));
    if (tensor.size() != new Shape(shape).size()) {
      throw Refusal.of(
          s.node(), "has an array " + tensor + ", " + Arrays.toString(shape) + " is expected");
    }
    return new Tensor(tensor.values(), shape);
  }

  private static int last(Step s, int index) {
    int[] shape = s.tensor(index, s.rankOf(index)).shape();
    return shape[shape.length - 1];
  }

  /** How many heads a projection makes, and how many numbers each has. */
  private static int[] heads(Step s, int part) {
    int kernel = KERNELS + 2 * part;
    boolean own = s.node().input(kernel).equals(s.node().input(kernel + 1));
    long[] axes =
        own
            ? Arrays.stream(s.tensor(kernel, 3).shape()).asLongStream().toArray()
            : s.numbers(kernel + 1);
    int[] heads = {0, 0};
    for (int i = 0; i < 2 && axes.length >= 3; i++) {
      heads[i] = Math.toIntExact(axes[axes.length - 2 + i]);
    }
    if (heads[0] < 1 || heads[1] < 1) {
      throw Refusal.of(s.node(), "parts its heads by " + Arrays.toString(axes));
    }
    return heads;
  }
}

package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.List;
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

  /** Places of these in the order in which the layer has its arrays. */
  private static final int[] STORED = {0, 2, 1, 3};

  private static final int SCALE = 3;
  private static final int KERNELS = 4;
  private static final int BIASES = KERNELS + 8;

  /** Of a scale that is stored in float32. */
  private static final double ROUNDING = 1e-6;

  private AttentionRules() {}

  static Layer attention(RuleContext s) {
    int[] query = heads(s, 0);
    int[] value = heads(s, 1);
    int[] key = heads(s, 2);
    float scale = s.values(SCALE)[0];
    double expected = 1 / Math.sqrt(query[1]);
    if (!Arrays.equals(query, key)
        || value[0] != query[0]
        || Math.abs(scale - expected) > ROUNDING * expected) {
      throw s.refusal(
          ("attends with queries %s, keys %s and values %s by a scale of %s; as many heads"
                  + " and 1 / sqrt(size of a key) are expected")
              .formatted(
                  Arrays.toString(query), Arrays.toString(key), Arrays.toString(value), scale));
    }
    int width = last(s, KERNELS + 6);
    boolean bias = Patterns.hasBias(s.node());
    int[][] heads = {query, value, key};
    for (int i : STORED) {
      int[] out = i == 3 ? new int[] {width} : heads[i];
      int[] kernel =
          i == 3
              ? new int[] {value[0], value[1], width}
              : new int[] {s.shape(i).channels(), out[0], out[1]};
      s.put(MultiHeadAttention.kernel(PARTS.get(i)), stored(s, KERNELS + 2 * i, kernel));
      if (bias) {
        s.put(MultiHeadAttention.bias(PARTS.get(i)), stored(s, BIASES + i, out));
      }
    }
    return new MultiHeadAttention(s.name(), s.inputs(3), query[0], query[1], value[1], width, bias);
  }

  /** An array whose last axes may be joined into one. */
  private static Tensor stored(RuleContext s, int index, int... shape) {
    Tensor tensor = s.tensor(index, s.rankOf(index));
    if (tensor.size() != new Shape(shape).size()) {
      throw s.refusal("has an array " + tensor + ", " + Arrays.toString(shape) + " is expected");
    }
    return new Tensor(tensor.values(), shape);
  }

  private static int last(RuleContext s, int index) {
    int[] shape = s.tensor(index, s.rankOf(index)).shape();
    return shape[shape.length - 1];
  }

  /** How many heads a projection makes, and how many numbers each has. */
  private static int[] heads(RuleContext s, int part) {
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
      throw s.refusal("parts its heads by " + Arrays.toString(axes));
    }
    return heads;
  }
}

package org.graft.source.tensorflow.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Normalisations that are operations of their own. */
final class NormalizationKernels {
  static final Map<String, Kernel> TABLE = new HashMap<>();

  static {
    for (String op : List.of("FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3")) {
      TABLE.put(op, NormalizationKernels::fused);
    }
    TABLE.put("BatchNormWithGlobalNormalization", Kernel.of(NormalizationKernels::global));
    TABLE.put("LRN", Kernel.of(NormalizationKernels::localResponse));
    TABLE.put("L2Loss", Kernel.of(NormalizationKernels::halfSquares));
  }

  private NormalizationKernels() {}

  /** In inference: the stated mean and variance are given on. */
  private static List<Array> fused(Call c) {
    if (c.flag("is_training")) {
      throw new IllegalArgumentException("is_training is true");
    }
    Statistics by = new Statistics(c.input(3), c.input(4), c.input(1), c.input(2));
    Array y = BorderKernels.inLayout(c, c.input(0), x -> normalised(x, by, c.number("epsilon")));
    return List.of(y, c.input(3), c.input(4));
  }

  /** As it was before 2016; gamma counts only if {@code scale_after_normalization}. */
  private static Array global(Call c) {
    Array gamma = c.input(4);
    if (!c.flag("scale_after_normalization")) {
      gamma = Array.floats(gamma.shape(), i -> 1);
    }
    return normalised(
        c.input(0),
        new Statistics(c.input(1), c.input(2), gamma, c.input(3)),
        c.number("variance_epsilon"));
  }

  /** What each channel is normalised by. */
  private record Statistics(Array mean, Array variance, Array gamma, Array beta) {}

  private static Array normalised(Array x, Statistics by, float epsilon) {
    int channels = x.axis(-1);
    float[] values = x.values();
    double[] factors = new double[channels];
    for (int i = 0; i < channels; i++) {
      factors[i] = by.gamma().values()[i] / Math.sqrt((double) by.variance().values()[i] + epsilon);
    }
    return Array.floats(
        x.shape(),
        i -> {
          int k = i % channels;
          double centred = (double) values[i] - by.mean().values()[k];
          return centred * factors[k] + by.beta().values()[k];
        });
  }

  /** {@code x / (bias + alpha * sum of squares of the neighbours)^beta} (Krizhevsky, 2012). */
  private static Array localResponse(Call c) {
    Array x = c.input(0);
    int radius = c.integer("depth_radius");
    int channels = x.axis(-1);
    float[] values = new float[x.size()];
    for (int i = 0; i < values.length; i++) {
      int k = i % channels;
      double squares = 0;
      for (int j = Math.max(0, k - radius); j <= Math.min(channels - 1L, (long) k + radius); j++) {
        double neighbour = x.values()[i - k + j];
        squares += neighbour * neighbour;
      }
      double base = c.number("bias") + c.number("alpha") * squares;
      values[i] = (float) (x.values()[i] / Math.pow(base, c.number("beta")));
    }
    return Array.of(values, x.shape());
  }

  private static Array halfSquares(Call c) {
    double sum = 0;
    for (float value : c.input(0).values()) {
      sum += (double) value * value;
    }
    return Array.of(new float[] {(float) (sum / 2)});
  }
}

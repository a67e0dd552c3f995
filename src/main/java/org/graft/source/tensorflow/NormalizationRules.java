package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.graft.plan.BatchNorm;
import org.graft.plan.GroupNorm;
import org.graft.plan.Layer;
import org.graft.plan.LayerNorm;
import org.graft.plan.Normalize;
import org.graft.plan.Shape;
import org.graft.plan.Standardize;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;

/** Layers that bring values to the mean 0 and the variance 1 of those around them. */
final class NormalizationRules {
  private static final int GAMMA = 2;
  private static final int BETA = 3;
  private static final int MEAN_AXES = 4;
  private static final int VARIANCE_AXES = 5;
  private static final int PARTED = 6;
  private static final int JOINED = 7;

  private NormalizationRules() {}

  /** Of each cell's channels, of each channel's cells, or of all. */
  static Layer layerNorm(RuleContext s) {
    int rank = s.shape(0).rank();
    List<Integer> axes = axes(s, MEAN_AXES, rank);
    if (!axes.equals(axes(s, VARIANCE_AXES, rank))) {
      throw s.refusal("takes mean and variance over different axes");
    }
    boolean scale = put(s, GAMMA, Weights.GAMMA);
    boolean center = put(s, BETA, Weights.BETA);
    if (axes.equals(List.of(rank))) {
      return new LayerNorm(s.name(), s.input(0), epsilon(s), scale, center);
    }
    boolean cells = axes.equals(upTo(rank - 1));
    if (rank < 2 || (!cells && !axes.equals(upTo(rank)))) {
      throw s.refusal("normalises over axes " + axes + "; channels, cells or all of them expected");
    }
    int groups = cells ? 0 : 1;
    return new GroupNorm(s.name(), s.input(0), groups, epsilon(s), scale, center);
  }

  /** Of the cells of a group of channels, which were an axis of their own. */
  static Layer groupNorm(RuleContext s) {
    Shape in = s.shape(0);
    int rank = in.rank();
    long[] parted = s.numbers(PARTED);
    long[] joined = s.numbers(JOINED);
    boolean fits = parted.length == rank + 2 && joined.length == rank + 1;
    for (int axis = 1; fits && axis < rank; axis++) {
      fits = parted[axis] == in.axis(axis - 1) && joined[axis] == parted[axis];
    }
    int groups = fits ? Math.toIntExact(parted[rank]) : 0;
    fits =
        groups > 0
            && groups * parted[rank + 1] == in.channels()
            && (joined[rank] == in.channels() || joined[rank] == -1);
    List<Integer> axes =
        IntStream.rangeClosed(1, rank + 1).filter(axis -> axis != rank).boxed().toList();
    boolean over =
        axes.equals(axes(s, MEAN_AXES, rank + 1)) && axes.equals(axes(s, VARIANCE_AXES, rank + 1));
    if (!fits || !over) {
      throw s.refusal(
          "normalises %s as %s over axes %s; groups of neighbouring channels are expected"
              .formatted(in, Arrays.toString(parted), Arrays.toString(s.numbers(MEAN_AXES))));
    }
    boolean scale = putJoined(s, GAMMA, Weights.GAMMA, in.channels());
    boolean center = putJoined(s, BETA, Weights.BETA, in.channels());
    return new GroupNorm(s.name(), s.input(0), groups, epsilon(s), scale, center);
  }

  private static double epsilon(RuleContext s) {
    return Attributes.shortest(s.values(1)[0]);
  }

  static Optional<Layer> fusedBatchNorm(RuleContext s) {
    Attributes a = s.attributes();
    a.isTurned();
    if (a.flag("is_training")) {
      throw s.refusal("has is_training = true; save the network for inference");
    }
    a.value("exponential_avg_factor");
    double epsilon = a.number("epsilon");
    a.finish();
    boolean scale = putUnless(1, s, 1, Weights.GAMMA);
    boolean center = putUnless(0, s, 2, Weights.BETA);
    return batchNorm(s, 3, 4, epsilon, scale, center);
  }

  /** A variable, or a constant that does something. */
  private static boolean putUnless(float nothing, RuleContext s, int index, String parameter) {
    Tensor tensor = s.tensor(index, 1);
    boolean does = s.isVariable(index);
    for (float each : tensor.values()) {
      does |= each != nothing;
    }
    if (does) {
      s.put(parameter, tensor);
    }
    return does;
  }

  private static Optional<Layer> batchNorm(
      RuleContext s, int mean, int variance, double epsilon, boolean scale, boolean center) {
    s.put(Weights.MOVING_MEAN, s.tensor(mean, 1))
        .put(Weights.MOVING_VARIANCE, s.tensor(variance, 1));
    return Optional.of(new BatchNorm(s.name(), s.input(0), epsilon, scale, center));
  }

  /** Inputs x, mean, variance, epsilon, gamma, beta. */
  static Optional<Layer> batchNorm(RuleContext s) {
    boolean scale = put(s, 4, Weights.GAMMA);
    boolean center = put(s, 5, Weights.BETA);
    return batchNorm(s, 1, 2, Attributes.shortest(s.values(3)[0]), scale, center);
  }

  /** Inputs x, mean, variance, beta, gamma. */
  static Optional<Layer> globalBatchNorm(RuleContext s) {
    Attributes a = s.attributes();
    boolean scale = a.flag("scale_after_normalization");
    double epsilon = a.number("variance_epsilon");
    a.finish();
    if (scale) {
      s.put(Weights.GAMMA, s.tensor(4, 1));
    }
    s.put(Weights.BETA, s.tensor(3, 1));
    return batchNorm(s, 1, 2, epsilon, scale, true);
  }

  /**
   * Statistics that the layer was adapted to, which it owns, or that it was told. Graphs leave out
   * the count of values that they were taken from; it is not used.
   */
  static Layer normalize(RuleContext s) {
    Tensor mean = s.tensor(1, 1);
    Tensor variance = s.tensor(2, 1);
    if (!s.owns(Weights.MEAN)) {
      return standardised(s, mean.values(), variance.values());
    }
    int channels = s.shape(0).channels();
    s.put(Weights.MEAN, ConstantRules.repeated(mean.values(), channels))
        .put(Weights.VARIANCE, ConstantRules.repeated(variance.values(), channels))
        .put(Weights.COUNT, new Tensor(new float[1]));
    return new Normalize(s.name(), s.input(0), false);
  }

  private static Layer standardised(RuleContext s, float[] mean, float[] variance) {
    float[] scale = new float[variance.length];
    float[] offset = new float[variance.length];
    for (int c = 0; c < scale.length; c++) {
      double deviation =
          Math.max(Math.sqrt(Attributes.shortest(variance[c])), Normalize.LEAST_DEVIATION);
      scale[c] = (float) (1 / deviation);
      offset[c] = (float) (-Attributes.shortest(mean[c]) / deviation);
    }
    return ConstantRules.rescale(s, 0, scale, offset);
  }

  private static List<Integer> upTo(int axis) {
    return IntStream.rangeClosed(1, axis).boxed().toList();
  }

  private static List<Integer> axes(RuleContext s, int index, int rank) {
    return Arrays.stream(s.numbers(index)).mapToObj(n -> s.axis(n, rank)).sorted().toList();
  }

  private static boolean put(RuleContext s, int index, String parameter) {
    boolean there = s.isConstant(index);
    if (there) {
      s.put(parameter, s.tensor(index, 1));
    }
    return there;
  }

  /** An array of {@code [groups, channels of each]}. */
  private static boolean putJoined(RuleContext s, int index, String parameter, int channels) {
    boolean there = s.isConstant(index);
    if (there) {
      Tensor stored = s.tensor(index, s.rankOf(index));
      int[] shape = stored.shape();
      int last = shape.length - 1;
      if (stored.size() != channels || last < 1 || shape[last] * shape[last - 1] != channels) {
        throw s.refusal("reads " + stored + "; one value a channel is expected");
      }
      s.put(parameter, Tensor.vector(stored.values()));
    }
    return there;
  }

  /**
   * Each image by itself: inputs x, axes, axes, and the number of values or the least deviation.
   */
  static Layer standardize(RuleContext s) {
    Attributes a = s.attributes();
    Shape in = s.shape(0);
    boolean all = a.flag("keep_dims");
    for (int index = 1; index < 3; index++) {
      all &= axes(s, index, in.rank()).equals(upTo(in.rank()));
    }
    if (!all || !isLeast(s, in)) {
      throw s.refusal("standardizes " + in + " otherwise than tf.image.per_image_standardization");
    }
    return new Standardize(s.name(), s.input(0));
  }

  private static boolean isLeast(RuleContext s, Shape in) {
    if (!s.isConstant(3)) {
      return Arrays.equals(s.numbers(3), new long[] {in.size()});
    }
    double expected = Standardize.leastDeviation(in);
    return in.size() != Shape.FREE && Math.abs(s.values(3)[0] - expected) <= 1e-6 * expected;
  }
}

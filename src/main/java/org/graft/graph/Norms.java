package org.graft.graph;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.graft.plan.BatchNorm;
import org.graft.plan.GroupNorm;
import org.graft.plan.Layer;
import org.graft.plan.LayerNorm;
import org.graft.plan.LocalResponseNorm;
import org.graft.plan.RmsNorm;
import org.graft.plan.Shape;
import org.graft.plan.Standardize;
import org.graft.plan.UnitNorm;
import org.graft.plan.Weights;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** What brings values to mean 0 and variance 1, in SameDiff's operations. */
record Norms(SameDiff graph, Pointwise cells, Parameters parameters) {

  SDVariable layerNorm(LayerNorm layer, SDVariable x, Shape in) {
    Windows.Weight averaging = filled(layer, "mean", 1f / in.channels(), in.channels(), 1);
    UnaryOperator<SDVariable> means = map -> cells.product(map, averaging);
    SDVariable normed = normed(cells.map(x, in), means, layer.epsilon());
    return cells.back(moved(normed, layer, layer.scale(), layer.center()), in);
  }

  private SDVariable normed(SDVariable map, UnaryOperator<SDVariable> means, double epsilon) {
    SDVariable centred = map.sub(means.apply(map));
    SDVariable variance = means.apply(graph.math().square(centred));
    return centred.mul(graph.math().rsqrt(variance.add(epsilon)));
  }

  SDVariable groupNorm(GroupNorm layer, SDVariable x, Shape in) {
    UnaryOperator<SDVariable> means = groupMeans(layer, in);
    SDVariable normed = normed(cells.map(x, in), means, layer.epsilon());
    return cells.back(moved(normed, layer, layer.scale(), layer.center()), in);
  }

  /** For each channel {@code [1, 1, channels]} the mean of its group over all cells of a map. */
  private UnaryOperator<SDVariable> groupMeans(GroupNorm layer, Shape in) {
    int groups = layer.groupsOf(in);
    int each = in.channels() / groups;
    if (each == 1) {
      return map -> graph.mean(map, true, 1, 2);
    }
    Windows.Weight joining = filled(layer, "share", 1f / each, each, 1);
    Windows.Weight spreading = filled(layer, "one", 1, 1, each);
    return map -> {
      SDVariable means = graph.mean(map, true, 1, 2);
      SDVariable parted = cells.reshaped(means, new Shape(groups, 1, each));
      SDVariable spread = cells.product(cells.product(parted, joining), spreading);
      return cells.reshaped(spread, new Shape(1, 1, in.channels()));
    };
  }

  SDVariable rmsNorm(RmsNorm layer, SDVariable x, Shape in) {
    SDVariable map = cells.map(x, in);
    Windows.Weight averaging = filled(layer, "mean", 1f / in.channels(), in.channels(), 1);
    SDVariable squares = cells.product(graph.math().square(map), averaging);
    SDVariable normed = map.mul(graph.math().rsqrt(squares.add(layer.epsilon())));
    return cells.back(moved(normed, layer, true, false), in);
  }

  SDVariable unitNorm(UnitNorm layer, SDVariable x, Shape in) {
    SDVariable map = cells.map(x, in);
    Windows.Weight sum = filled(layer, "one", 1, in.channels(), 1);
    SDVariable squares = cells.product(graph.math().square(map), sum);
    SDVariable least = graph.math().clipByValue(squares, layer.least(), Float.MAX_VALUE);
    return cells.back(map.mul(graph.math().rsqrt(least)), in);
  }

  /** For training, since the gradient of SameDiff's own is wrong: sums by a band of ones. */
  SDVariable localResponse(LocalResponseNorm layer, SDVariable x, Shape in) {
    int channels = in.channels();
    float[] band = new float[channels * channels];
    for (int i = 0; i < band.length; i++) {
      band[i] = Math.abs(i / channels - i % channels) <= layer.radius() ? 1 : 0;
    }
    SDVariable kernel = parameters.constant(layer, "band", band);
    Windows.Weight summing = new Windows.Weight(kernel, null);
    SDVariable squares = cells.product(graph.math().square(x), summing, channels, channels);
    SDVariable bases = squares.mul(layer.alpha()).add(layer.bias());
    return x.mul(graph.math().pow(bases, -layer.beta()));
  }

  /** Each image by its own mean and deviation. */
  SDVariable standardized(SDVariable x, Shape in) {
    int[] axes = IntStream.rangeClosed(1, in.rank()).toArray();
    SDVariable centred = x.sub(graph.mean(x, true, axes));
    SDVariable variance = graph.mean(graph.math().square(centred), true, axes);
    double least = Standardize.leastDeviation(in);
    SDVariable bounded = graph.math().clipByValue(variance, least * least, Float.MAX_VALUE);
    return centred.mul(graph.math().rsqrt(bounded));
  }

  /** A kernel of 1x1 cells that is {@code value} everywhere. */
  private Windows.Weight filled(Layer layer, String name, float value, int in, int out) {
    float[] values = new float[in * out];
    Arrays.fill(values, value);
    SDVariable kernel = graph.reshape(parameters.constant(layer, name, values), 1, 1, in, out);
    return new Windows.Weight(kernel, null);
  }

  /** By mean and variance of the batch at hand. */
  SDVariable batchNormOfBatch(BatchNorm layer, SDVariable x, Shape in) {
    int[] axes = IntStream.range(0, in.rank()).toArray();
    SDVariable centred = x.sub(x.mean(true, axes));
    SDVariable variance = centred.mul(centred).mean(true, axes);
    SDVariable normed = centred.div(graph.math().sqrt(variance.add(layer.epsilon())));
    return moved(normed, layer, layer.scale(), layer.center());
  }

  private SDVariable moved(SDVariable normed, Layer layer, boolean scale, boolean center) {
    SDVariable scaled = scale ? normed.mul(parameters.get(layer, Weights.GAMMA)) : normed;
    return center ? scaled.add(parameters.get(layer, Weights.BETA)) : scaled;
  }
}

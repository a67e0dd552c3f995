package org.graft.graph;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.graft.plan.BatchNorm;
import org.graft.plan.Layer;
import org.graft.plan.LayerNorm;
import org.graft.plan.Shape;
import org.graft.plan.Weights;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** What brings values to mean 0 and variance 1, in SameDiff's operations. */
record Norms(SameDiff graph, Cells cells, Parameters parameters) {

  SDVariable layerNorm(LayerNorm layer, SDVariable x, Shape in) {
    float[] shares = new float[in.channels()];
    Arrays.fill(shares, 1f / shares.length);
    SDVariable mean =
        graph.reshape(parameters.constant(layer, "mean", shares), 1, 1, shares.length, 1);
    Windows.Weight averaging = new Windows.Weight(mean, null);

    SDVariable map = cells.map(x, in);
    SDVariable centred = map.sub(cells.product(map, averaging));
    SDVariable variance = cells.product(graph.math().square(centred), averaging);
    SDVariable normed = centred.mul(graph.math().rsqrt(variance.add(layer.epsilon())));
    SDVariable moved = moved(normed, layer, layer.scale(), layer.center());
    return in.isMap() ? moved : cells.reshaped(moved, in);
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

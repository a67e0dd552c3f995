package org.graft.graph;

import org.graft.plan.Padding;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.Window;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * What is done in each cell of a map or a sequence alone, as convolutions of 1x1: SameDiff's
 * products with more than two axes do not take a kernel, and its means over the last axis of a map
 * are wrong.
 */
record Pointwise(SameDiff graph, Windows windows) {
  private static final Window CELL = new Window(Size2d.square(1), Size2d.square(1), Padding.VALID);

  /** A map as it is, anything else as one of a single column. */
  SDVariable map(SDVariable x, Shape shape) {
    return shape.isMap() ? x : reshaped(x, column(shape));
  }

  /** A map that {@link #map} made, as it was. */
  SDVariable back(SDVariable map, Shape shape) {
    return shape.isMap() ? map : reshaped(map, shape);
  }

  /** As many cells as {@code shape} has, in one column. */
  static Shape column(Shape shape) {
    return new Shape(shape.size() / shape.channels(), 1, shape.channels());
  }

  /** Each cell of a map by a kernel {@code [1, 1, in, out]}. */
  SDVariable product(SDVariable map, Windows.Weight weight) {
    return windows.conv(map, weight, CELL);
  }

  /** The same by a kernel of which the first axes are {@code in} and the others {@code out}. */
  SDVariable product(SDVariable map, Windows.Weight weight, int in, int out) {
    SDVariable kernel = graph.reshape(weight.kernel(), 1, 1, in, out);
    SDVariable bias = weight.bias() == null ? null : graph.reshape(weight.bias(), out);
    return product(map, new Windows.Weight(kernel, bias));
  }

  /** {@code x} in another shape for each image. */
  SDVariable reshaped(SDVariable x, Shape shape) {
    return graph.reshape(x, shape.batched());
  }
}

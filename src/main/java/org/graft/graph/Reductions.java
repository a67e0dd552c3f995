package org.graft.graph;

import java.util.Arrays;
import org.graft.plan.Reduce;
import org.graft.plan.Shape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Whole axes reduced to one number, in SameDiff's operations. */
record Reductions(SameDiff graph) {
  /** Cells of a map whose mean is still exact enough when summed at once. */
  private static final int MOST_IN_ONE_SUM = 4096;

  /** Axis of a map's columns, behind those of batch and rows. */
  private static final int COLUMNS = 2;

  SDVariable reduced(SDVariable x, Shape shape, Reduce layer) {
    int[] axes = layer.axes().stream().mapToInt(Integer::intValue).toArray();
    boolean keep = layer.keepAxes();
    return switch (layer.statistic()) {
      case MEAN -> mean(x, shape, keep, axes);
      case SUM -> graph.sum(x, keep, axes);
      case MAX -> graph.max(x, keep, axes);
      case MIN -> graph.min(x, keep, axes);
    };
  }

  /**
   * ND4J sums in float32, one value after another: over a map of 600x600 that is off by 1e-5, by
   * rows and then over them by 1e-6.
   *
   * @param shape of one image in {@code x}
   * @param axes counted with that of the batch
   */
  SDVariable mean(SDVariable x, Shape shape, boolean keep, int... axes) {
    boolean byRows =
        shape.isMap()
            && (long) shape.height() * shape.width() > MOST_IN_ONE_SUM
            && Arrays.stream(axes).filter(axis -> axis == COLUMNS || axis == COLUMNS - 1).count()
                > 1;
    return graph.mean(byRows ? graph.mean(x, true, COLUMNS) : x, keep, axes);
  }
}

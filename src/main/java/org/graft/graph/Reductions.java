package org.graft.graph;

import org.graft.plan.Reduce;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Whole axes reduced to one number, in SameDiff's operations. */
record Reductions(SameDiff graph) {

  SDVariable reduced(SDVariable x, Reduce layer) {
    int[] axes = layer.axes().stream().mapToInt(Integer::intValue).toArray();
    boolean keep = layer.keepAxes();
    return switch (layer.statistic()) {
      case MEAN -> graph.mean(x, keep, axes);
      case SUM -> graph.sum(x, keep, axes);
      case MAX -> graph.max(x, keep, axes);
      case MIN -> graph.min(x, keep, axes);
    };
  }
}

package org.graft.source.tensorflow;

import org.graft.plan.Shape;
import org.graft.source.tensorflow.kernel.Array;

/**
 * The output of a graph that a layer computes.
 *
 * @param turned whether the graph has its maps as [channels, height, width]
 */
record GraphOutput(Edge edge, boolean turned) {

  /** What the graph gives, with its axes as the plan has them. */
  Array asInPlan(Array given) {
    return turned && given.rank() == 4 ? given.transposed(0, 2, 3, 1) : given;
  }

  /** The shape in the graph of what the plan has, both without the batch axis. */
  Shape inGraph(Shape own) {
    return turned && own.isMap() ? new Shape(own.channels(), own.height(), own.width()) : own;
  }
}

package org.graft.source.tensorflow;

import org.graft.plan.Shape;

/**
 * The layer that carries a node's output.
 *
 * @param turned whether the output is a map [channels, height, width], as graphs of data format
 *     NCHW have it; the layer's own is always [height, width, channels]
 */
record LayerOutput(String layer, boolean turned) {

  /** The output's shape as the graph has it, for the layer's shape. */
  Shape stated(Shape own) {
    return turned ? new Shape(own.channels(), own.height(), own.width()) : own;
  }
}

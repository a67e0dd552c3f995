package org.graft.source.tensorflow;

/**
 * The layer that carries a node's output.
 *
 * @param turned whether the output is a map [channels, height, width], as graphs of data format
 *     NCHW have it; the layer's own is always [height, width, channels]
 */
record LayerOutput(String layer, boolean turned) {}

package org.graft.source.tensorflow;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which constants that are added to a layer's output are its bias: one number a channel. */
final class Biases {
  private static final int CHANNELS_OF_NCHW = 3;

  private Biases() {}

  /** Whether {@code constant}, which {@code sum} adds to what {@code layer} gives, is its bias. */
  static boolean fits(Subgraph graph, Node layer, Node sum, Edge constant) {
    int[] shape = graph.folded(constant).shape();
    int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    boolean turned = layer.attribute("data_format").getS().toStringUtf8().equals("NCHW");
    int channels = shape.length - (turned && !sum.is("BiasAdd") ? CHANNELS_OF_NCHW : 1);
    boolean oneAxis =
        channels >= 0 && shape[channels] == size && IntStream.of(shape).noneMatch(n -> n == 0);
    return oneAxis && channels(graph, layer).map(n -> n == size).orElse(size > 1);
  }

  /** How many channels a layer gives, where its kernel is stored as it is. */
  private static Optional<Integer> channels(Subgraph graph, Node layer) {
    Edge kernel = layer.input(layer.is(Patterns.SEPARABLE) ? 2 : 1);
    Optional<int[]> shape = graph.literal(kernel).map(Literal::shape);
    boolean turned = new Attributes(layer).flag("transpose_b");
    return shape
        .filter(axes -> axes.length == (layer.is("MatMul", Patterns.DENSE) ? 2 : 4))
        .map(
            axes ->
                switch (layer.op()) {
                  case "DepthwiseConv2dNative" -> axes[2] * axes[3];
                  case "Conv2DBackpropInput" -> axes[2];
                  case "MatMul", Patterns.DENSE -> axes[turned ? 0 : 1];
                  default -> axes[3];
                });
  }
}

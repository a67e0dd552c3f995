package org.graft.source.tensorflow;

import java.util.Set;

/**
 * The layer that a node belongs to, by its name: {@code vgg16_1/block1_conv1_1/convolution} is part
 * of {@code vgg16_1/block1_conv1_1}.
 */
final class Scopes {
  /** What TensorFlow itself opens within a layer's scope. */
  private static final Set<String> INNER =
      Set.of("batchnorm", "moments", "Tensordot", "Gelu", "separable_conv2d", "BatchNorm");

  private Scopes() {}

  /** The layer's scope; empty for a node at the root. */
  static String layer(String node) {
    String scope = parent(node);
    while (INNER.contains(last(scope))) {
      scope = parent(scope);
    }
    return scope;
  }

  static boolean same(Node one, Node other) {
    return layer(one.name()).equals(layer(other.name()));
  }

  static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The part of a name before its last word; empty at the root. */
  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }
}

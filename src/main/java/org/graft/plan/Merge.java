package org.graft.plan;

import java.util.List;

/** A layer that joins several inputs; most have no parameters. */
public sealed interface Merge extends Layer
    permits Concat, Elementwise, MatMul, MultiHeadAttention, ScaledAdd, SingleHeadAttention {
  @Override
  default List<Parameter> parameters(List<Shape> inputs) {
    return List.of();
  }
}

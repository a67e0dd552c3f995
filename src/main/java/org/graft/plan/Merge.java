package org.graft.plan;

import java.util.List;

/** A layer that joins several inputs and has no parameters. */
public sealed interface Merge extends Layer permits Concat, Elementwise, ScaledAdd {
  @Override
  default List<Parameter> parameters(List<Shape> inputs) {
    return List.of();
  }
}

package org.graft.plan;

import java.util.List;

/** A layer that joins several inputs; most have no parameters. */
public non-sealed interface Merge extends Layer {
  @Override
  default List<Parameter> parameters(List<Shape> inputs) {
    return List.of();
  }
}

package org.graft.plan;

import java.util.List;

/** Every value of the last axis to every unit: Keras {@code Dense}. */
public record Dense(String name, String input, int units, boolean bias, Activation activation)
    implements Unary {

  @Override
  public Shape outputShape(Shape in) {
    int[] axes = in.axes();
    axes[axes.length - 1] = units;
    return new Shape(axes);
  }

  @Override
  public List<Parameter> parameters(Shape in) {
    Parameter kernel = new Parameter(Weights.KERNEL, in.channels(), units);
    return Parameter.products(List.of(kernel), bias, units);
  }
}

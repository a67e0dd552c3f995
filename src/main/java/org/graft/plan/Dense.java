package org.graft.plan;

import java.util.ArrayList;
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
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(new Parameter(Weights.KERNEL, in.channels(), units));
    if (bias) {
      parameters.add(new Parameter(Weights.BIAS, units));
    }
    return parameters;
  }

  @Override
  public Dense withInput(String source) {
    return new Dense(name, source, units, bias, activation);
  }
}

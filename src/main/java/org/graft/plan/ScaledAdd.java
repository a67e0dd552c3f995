package org.graft.plan;

import java.util.List;

/**
 * {@code first + second * scale}: how InceptionResNetV2 adds its residuals (Szegedy et al. 2017,
 * section 3.3). {@code CustomScaleLayer} of keras.applications.
 */
public record ScaledAdd(String name, List<String> inputs, double scale) implements Merge {
  public ScaledAdd {
    inputs = List.copyOf(inputs);
    if (inputs.size() != 2) {
      throw new IllegalArgumentException("a scaled sum joins two inputs, not " + inputs);
    }
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return inputs.get(0).broadcast(inputs.get(1));
  }
}

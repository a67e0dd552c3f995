package org.graft.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.feature.Features;
import org.graft.plan.Shape;
import org.graft.plan.Tensor;

/**
 * Activations that are the same in every epoch.
 *
 * @param rows {@code [n, width]}: what enters each input, one behind another
 * @param entering the inputs' shapes in that order
 */
record StoredExamples(Features rows, Map<String, Shape> entering) implements Examples {
  @Override
  public int[] labels() {
    return rows.labels();
  }

  @Override
  public int width() {
    return rows.width();
  }

  @Override
  public boolean areStored() {
    return rows.matrix().areStored();
  }

  @Override
  public List<Path> files(int... chosen) {
    return Arrays.stream(chosen).mapToObj(rows.files()::get).toList();
  }

  @Override
  public Map<String, Tensor> inputs(int[] chosen, int epoch) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    int offset = 0;
    for (Map.Entry<String, Shape> input : entering.entrySet()) {
      inputs.put(input.getKey(), gathered(chosen, offset, input.getValue()));
      offset += input.getValue().size();
    }
    return inputs;
  }

  private Tensor gathered(int[] chosen, int offset, Shape shape) {
    int size = shape.size();
    float[] values = new float[Math.multiplyExact(chosen.length, size)];
    rows.matrix().read(chosen, offset, size, values, 0);
    return new Tensor(values, shape.batched(chosen.length));
  }
}

package org.graft.train;

import java.nio.file.Path;
import java.util.AbstractList;
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
 * @param shapes the inputs' in that order
 */
record StoredExamples(Features rows, Map<String, Shape> shapes) implements Examples {
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
    return new AbstractList<>() {
      @Override
      public Path get(int index) {
        return rows.files().get(chosen[index]);
      }

      @Override
      public int size() {
        return chosen.length;
      }
    };
  }

  @Override
  public void read(int[] chosen, int epoch, float[] to, int at) {
    rows.matrix().read(chosen, to, at);
  }

  @Override
  public Map<String, Tensor> entering(float... read) {
    int count = read.length / width();
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    int offset = 0;
    for (Map.Entry<String, Shape> input : shapes.entrySet()) {
      Shape shape = input.getValue();
      float[] own = shapes.size() == 1 ? read : columns(read, offset, shape.size());
      inputs.put(input.getKey(), new Tensor(own, shape.batched(count)));
      offset += shape.size();
    }
    return inputs;
  }

  private float[] columns(float[] read, int from, int length) {
    int count = read.length / width();
    float[] columns = new float[count * length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(read, i * width() + from, columns, i * length, length);
    }
    return columns;
  }
}

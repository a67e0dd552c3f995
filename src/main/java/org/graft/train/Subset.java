package org.graft.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.graft.plan.Tensor;

/** Some of the rows of other examples. */
record Subset(Examples all, int[] chosen) implements Examples {
  @Override
  public int[] labels() {
    int[] labels = all.labels();
    return Arrays.stream(chosen).map(row -> labels[row]).toArray();
  }

  @Override
  public int width() {
    return all.width();
  }

  @Override
  public boolean areStored() {
    return all.areStored();
  }

  @Override
  public List<Path> files(int... rows) {
    return all.files(Arrays.stream(rows).map(row -> chosen[row]).toArray());
  }

  @Override
  public void read(int[] rows, int epoch, float[] to, int at) {
    all.read(Arrays.stream(rows).map(row -> chosen[row]).toArray(), epoch, to, at);
  }

  @Override
  public Map<String, Tensor> entering(float... read) {
    return all.entering(read);
  }
}

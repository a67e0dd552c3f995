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
  public Map<String, Tensor> inputs(int[] rows, int epoch) {
    return all.inputs(Arrays.stream(rows).map(row -> chosen[row]).toArray(), epoch);
  }
}

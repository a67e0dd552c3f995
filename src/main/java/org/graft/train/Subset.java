package org.graft.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Some of the rows of other examples. */
record Subset(Examples all, int[] chosen) implements Rearranged {
  @Override
  public int[] labels() {
    int[] labels = all.labels();
    return Arrays.stream(chosen).map(row -> labels[row]).toArray();
  }

  @Override
  public List<Path> files(int... rows) {
    return all.files(shown(rows, 0));
  }

  @Override
  public int[] shown(int[] rows, int epoch) {
    return Arrays.stream(rows).map(row -> chosen[row]).toArray();
  }
}

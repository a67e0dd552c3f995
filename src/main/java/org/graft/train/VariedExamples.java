package org.graft.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Images of each of which there are several variants: every epoch shows another, and different ones
 * of different images, until all have been seen and the first comes again.
 *
 * @param all a row for every image and variant, those of the first variant first
 */
record VariedExamples(Examples all, int variants) implements Rearranged {
  @Override
  public int[] labels() {
    return Arrays.copyOf(all.labels(), all.count() / variants);
  }

  @Override
  public List<Path> files(int... rows) {
    return all.files(rows);
  }

  @Override
  public int[] shown(int[] rows, int epoch) {
    int images = all.count() / variants;
    return Arrays.stream(rows).map(row -> (row + epoch) % variants * images + row).toArray();
  }
}

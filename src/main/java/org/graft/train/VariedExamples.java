package org.graft.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.graft.plan.Tensor;

/**
 * Images of each of which there are several variants: every epoch shows another, and different ones
 * of different images, until all have been seen and the first comes again.
 *
 * @param all a row for every image and variant, those of the first variant first
 */
record VariedExamples(Examples all, int variants) implements Examples {
  @Override
  public int[] labels() {
    return Arrays.copyOf(all.labels(), all.count() / variants);
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
    return all.files(rows);
  }

  @Override
  public void read(int[] rows, int epoch, float[] to, int at) {
    int images = all.count() / variants;
    int[] shown = Arrays.stream(rows).map(row -> (row + epoch) % variants * images + row).toArray();
    all.read(shown, epoch, to, at);
  }

  @Override
  public Map<String, Tensor> entering(float... read) {
    return all.entering(read);
  }
}

package org.graft.feature;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.graft.image.LabelledImage;
import org.graft.plan.Tensor;

/** The features of a list of images while they come in, in any order. */
final class FeatureRows {
  private final List<LabelledImage> images;
  private final boolean[] there;
  private float[] values = new float[0];
  private int width;
  private int count;

  FeatureRows(List<LabelledImage> images) {
    this.images = images;
    this.there = new boolean[images.size()];
  }

  /** How many images' features are there. */
  int count() {
    return count;
  }

  /** The places of images whose features are not there. */
  List<Integer> missing() {
    return IntStream.range(0, there.length).filter(i -> !there[i]).boxed().toList();
  }

  /** Puts the features of the image at {@code place}; false if it is not as wide as the others. */
  boolean put(int place, float[] row) {
    if (count == 0) {
      width = row.length;
      values = new float[Math.multiplyExact(width, images.size())];
    }
    if (row.length != width) {
      return false;
    }
    System.arraycopy(row, 0, values, place * width, width);
    count += there[place] ? 0 : 1;
    there[place] = true;
    return true;
  }

  /**
   * What came in, in the images' order.
   *
   * @throws InputException if nothing did
   */
  Features features() {
    if (count == 0) {
      throw new InputException("none of " + images.size() + " images could be read");
    }
    int[] labels = new int[count];
    List<Path> files = new ArrayList<>(count);
    for (int i = 0; i < there.length; i++) {
      if (there[i]) {
        System.arraycopy(values, i * width, values, files.size() * width, width);
        labels[files.size()] = images.get(i).label();
        files.add(images.get(i).file());
      }
    }
    boolean all = count == images.size();
    float[] rows = all ? values : Arrays.copyOf(values, count * width);
    return new Features(new Tensor(rows, count, width), labels, files);
  }

  /**
   * Hands {@code output} back.
   *
   * @throws WorkFailedException if a value is not finite
   */
  static Tensor finite(Tensor output, String layer) {
    for (float value : output.values()) {
      if (!Float.isFinite(value)) {
        throw new WorkFailedException(
            layer
                + " gives "
                + value
                + ": the images are too small for the base, or the preprocessing is not its own");
      }
    }
    return output;
  }
}

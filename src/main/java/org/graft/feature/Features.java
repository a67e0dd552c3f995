package org.graft.feature;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.plan.Tensor;

/**
 * What the frozen part of a base makes of a list of images.
 *
 * @param values {@code [n, width]} float32, one row an image
 * @param labels index of each image's class
 * @param files the images, in the rows' order; those that could not be read are not among them
 */
public record Features(Tensor values, int[] labels, List<Path> files) {
  /** Values of an array in Java at most. */
  private static final int MOST_VALUES = Integer.MAX_VALUE - 8;

  public Features {
    files = List.copyOf(files);
  }

  /**
   * Refuses what one array of floats cannot hold.
   *
   * @param images number of images, variants counted apart
   * @param width values of each
   * @throws InputException if they are 2^31 values or more
   */
  public static void requireOneArray(long images, long width) {
    if (images * width > MOST_VALUES) {
      throw new InputException(
          String.format(
              "%,d images of %,d values each are %,d values, and at most %,d can be trained on at"
                  + " once: take %,d images, fewer variants, or a later layer (%s)",
              images,
              width,
              images * width,
              MOST_VALUES,
              MOST_VALUES / width,
              Hint.FINE_TUNE_FROM));
    }
  }

  /** The rows of all parts, one part behind another. */
  public static Features joined(List<Features> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    int width = parts.get(0).width();
    int count = parts.stream().mapToInt(Features::count).sum();
    float[] values = new float[Math.multiplyExact(count, width)];
    int[] labels = new int[count];
    List<Path> files = new ArrayList<>();
    for (Features part : parts) {
      int at = files.size();
      System.arraycopy(part.values().values(), 0, values, at * width, part.count() * width);
      System.arraycopy(part.labels(), 0, labels, at, part.count());
      files.addAll(part.files());
    }
    return new Features(new Tensor(values, count, width), labels, files);
  }

  /** Some of the rows, in the order asked for. */
  public Features rows(int... chosen) {
    float[] all = values.values();
    float[] some = new float[Math.multiplyExact(chosen.length, width())];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(all, chosen[i] * width(), some, i * width(), width());
    }
    return new Features(
        new Tensor(some, chosen.length, width()),
        Arrays.stream(chosen).map(row -> labels[row]).toArray(),
        Arrays.stream(chosen).mapToObj(files::get).toList());
  }

  public int count() {
    return labels.length;
  }

  public int width() {
    return values.shape()[1];
  }
}

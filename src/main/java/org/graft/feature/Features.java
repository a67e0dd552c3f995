package org.graft.feature;

import java.nio.file.Path;
import java.util.List;
import org.graft.plan.Tensor;

/**
 * What the frozen part of a base makes of a list of images.
 *
 * @param values {@code [n, width]} float32, one row an image
 * @param labels index of each image's class
 * @param files the images, in the rows' order; those that could not be read are not among them
 */
public record Features(Tensor values, int[] labels, List<Path> files) {
  public Features {
    files = List.copyOf(files);
  }

  public int count() {
    return labels.length;
  }

  public int width() {
    return values.shape()[1];
  }
}

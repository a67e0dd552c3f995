package org.graft.image;

import java.nio.file.Path;
import java.util.List;

/**
 * Images of one size with their classes.
 *
 * @param pixels {@code [n, height, width, 3]} float32, RGB 0..255
 * @param labels {@code [n]}, indices into the dataset's labels
 * @param files {@code [n]}, where the images came from
 */
public record ImageBatch(float[] pixels, int[] labels, List<Path> files) {
  public ImageBatch {
    files = List.copyOf(files);
    if (labels.length != files.size()) {
      throw new IllegalArgumentException(labels.length + " labels of " + files.size() + " images");
    }
  }

  /** Number of images, n. */
  public int size() {
    return labels.length;
  }
}

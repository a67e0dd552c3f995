package org.graft.spark.head;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Features of some images, as products are made of them.
 *
 * @param x {@code [images, width]} in C order, standardised
 * @param places of the images' classes
 */
record Block(float[] x, int[] places) implements Serializable {
  /** Values of a block, about. */
  private static final int VALUES = 1 << 19;

  /** Blocks of the images of a partition, one after another. */
  static Iterator<Block> of(Iterator<LabelledFeatures> images, Moments moments) {
    int most = Math.max(1, VALUES / moments.width());
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return images.hasNext();
      }

      @Override
      public Block next() {
        List<LabelledFeatures> next = new ArrayList<>(List.of(images.next()));
        while (images.hasNext() && next.size() < most) {
          next.add(images.next());
        }
        return block(next, moments);
      }
    };
  }

  private static Block block(List<LabelledFeatures> images, Moments moments) {
    int width = moments.width();
    float[] x = new float[images.size() * width];
    int[] places = new int[images.size()];
    for (int row = 0; row < places.length; row++) {
      places[row] = images.get(row).place();
      moments.standardize(images.get(row).features(), x, row * width);
    }
    return new Block(x, places);
  }

  double[] wide() {
    double[] wide = new double[x.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = x[i];
    }
    return wide;
  }
}

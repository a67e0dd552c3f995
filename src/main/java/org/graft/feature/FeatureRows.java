package org.graft.feature;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.graft.image.ImageList;
import org.graft.image.LabelledImage;
import org.graft.image.PathList;
import org.graft.plan.Tensor;
import org.jspecify.annotations.Nullable;

/** The features of a list of images while they come in, in any order. */
final class FeatureRows {
  private final List<LabelledImage> images;
  private final boolean[] there;
  private final RowSpace space;
  private @Nullable RowWriter rows;
  private int count;

  FeatureRows(List<LabelledImage> images, RowSpace space) {
    this.images = images;
    this.space = space;
    this.there = new boolean[images.size()];
  }

  List<LabelledImage> images() {
    return images;
  }

  /** How many images' features are there. */
  int count() {
    return count;
  }

  /** The places of images whose features are not there. */
  int[] missing() {
    return IntStream.range(0, there.length).filter(i -> !there[i]).toArray();
  }

  /** Puts the features of the image at {@code place}, unless they are not as wide as the others. */
  void put(int place, float[] row) {
    if (rows == null) {
      rows = space.open(images.size(), row.length);
    }
    if (row.length == rows.width()) {
      rows.put(place, row);
      count += there[place] ? 0 : 1;
      there[place] = true;
    }
  }

  /**
   * What came in, in the images' order.
   *
   * @throws InputException if nothing did
   */
  Features features() {
    if (rows == null || count == 0) {
      throw new InputException("none of " + images.size() + " images could be read");
    }
    int[] places = IntStream.range(0, there.length).filter(i -> there[i]).toArray();
    return new Features(
        rows.rows(places),
        Arrays.stream(places).map(i -> images.get(i).label()).toArray(),
        places.length == images.size()
            ? ImageList.copyOf(images).files()
            : PathList.of(Arrays.stream(places).mapToObj(i -> images.get(i).file())));
  }

  /**
   * Hands {@code output} back.
   *
   * @throws WorkFailedException if a value is not finite
   */
  static Tensor finite(Tensor output, String layer) {
    output
        .firstNotFinite()
        .ifPresent(
            value -> {
              throw new WorkFailedException(
                  ("%s gives %s: the images are too small for the base, or the preprocessing is not"
                          + " its own")
                      .formatted(layer, value));
            });
    return output;
  }
}

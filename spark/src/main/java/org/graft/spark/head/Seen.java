package org.graft.spark.head;

import java.io.Serializable;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.stat.MultivariateOnlineSummarizer;

/** What is summed up of features before a head is fitted to them. */
final class Seen implements Serializable {
  private static final long serialVersionUID = 1;

  private final MultivariateOnlineSummarizer values = new MultivariateOnlineSummarizer();
  private final long[] images;

  Seen(int classes) {
    this.images = new long[classes];
  }

  Seen with(LabelledFeatures image) {
    double[] wide = new double[image.features().length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = image.features()[i];
    }
    values.add(Vectors.dense(wide));
    images[image.place()]++;
    return this;
  }

  Seen with(Seen other) {
    values.merge(other.values);
    for (int c = 0; c < images.length; c++) {
      images[c] += other.images[c];
    }
    return this;
  }

  /** Images of a class. */
  long images(int place) {
    return images[place];
  }

  /** All images. */
  long images() {
    return values.count();
  }

  Moments moments() {
    return Moments.of(values);
  }
}

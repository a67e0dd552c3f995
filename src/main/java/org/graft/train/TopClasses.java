package org.graft.train;

import java.util.Arrays;
import org.graft.graph.Criterion;

/**
 * The likeliest classes of each of many images and the probability of its own: what is kept where
 * all probabilities of all images would be too many.
 *
 * @param kept classes an image
 * @param classes {@code [n, kept]}, the likeliest first, the first of equals before the others
 * @param probabilities {@code [n, kept]}, theirs, 0..1
 * @param own {@code [n]}, the probability of each image's own class
 */
@SuppressWarnings("ArrayRecordComponent")
record TopClasses(int kept, int[] classes, float[] probabilities, float[] own) {
  /** Classes that are kept of an image where there are more. */
  private static final int MOST = 10;

  TopClasses {
    if (classes.length != own.length * kept || probabilities.length != classes.length) {
      throw new IllegalArgumentException(
          classes.length + " classes of " + own.length + " images, " + kept + " each");
    }
  }

  /** Of images that are still to be put. */
  static TopClasses empty(int images, int classes) {
    int kept = Math.min(MOST, classes);
    int values = Math.multiplyExact(images, kept);
    return new TopClasses(kept, new int[values], new float[values], new float[images]);
  }

  /** Takes an image's probabilities of all classes, which are finite. */
  void put(int image, int truth, float... row) {
    own[image] = row[truth];
    int begin = image * kept;
    int count = 0;
    for (int c = 0; c < row.length; c++) {
      if (count == kept && row[c] <= probabilities[begin + kept - 1]) {
        continue;
      }
      int place = begin + Math.min(count, kept - 1);
      for (; place > begin && probabilities[place - 1] < row[c]; place--) {
        probabilities[place] = probabilities[place - 1];
        classes[place] = classes[place - 1];
      }
      probabilities[place] = row[c];
      classes[place] = c;
      count = Math.min(kept, count + 1);
    }
  }

  int predicted(int image) {
    return classes[image * kept];
  }

  /**
   * The probability of a class.
   *
   * @param of number of classes, among those of which nothing is kept the rest is dealt out evenly
   */
  float probability(int image, int truth, int label, int of) {
    if (label == truth) {
      return own[image];
    }
    double rest = 1;
    int others = of - kept;
    boolean ownKept = false;
    for (int place = image * kept; place < (image + 1) * kept; place++) {
      if (classes[place] == label) {
        return probabilities[place];
      }
      rest -= probabilities[place];
      ownKept |= classes[place] == truth;
    }
    if (!ownKept) {
      rest -= own[image];
      others--;
    }
    return (float) Math.max(0, rest / Math.max(1, others));
  }

  /** Some of the images, which may come more than once. */
  TopClasses rows(int... chosen) {
    TopClasses some =
        new TopClasses(
            kept,
            new int[chosen.length * kept],
            new float[chosen.length * kept],
            new float[chosen.length]);
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(classes, chosen[i] * kept, some.classes, i * kept, kept);
      System.arraycopy(probabilities, chosen[i] * kept, some.probabilities, i * kept, kept);
      some.own[i] = own[chosen[i]];
    }
    return some;
  }

  /** Mean cross-entropy, in nats. */
  double loss() {
    float[] certain = new float[own.length];
    Arrays.fill(certain, 1);
    return Criterion.SOFTMAX.ofProbabilities(own, certain, own.length);
  }
}

package org.graft.train;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether probabilities are what they say: images by the highest probability that they were given,
 * in ten bins of equal width (Guo et al. 2017).
 *
 * @param bins from the least sure to the surest
 * @param error expected calibration error, 0..1: mean difference of confidence and accuracy,
 *     weighted by the images of each bin
 */
public record Calibration(List<Bin> bins, double error) {
  private static final int BINS = 10;

  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * Images with a highest probability of one range.
   *
   * @param low lower end of the range, exclusive
   * @param high upper end, inclusive
   * @param confidence mean of the highest probabilities, 0..1; 0 without images
   * @param accuracy share that was right, 0..1; 0 without images
   */
  public record Bin(double low, double high, double confidence, double accuracy, int images) {}

  /** Probabilities that are no numbers fall to the first bin, as the least sure. */
  public static Calibration of(Evaluation evaluation) {
    double[] confidence = new double[BINS];
    int[] right = new int[BINS];
    int[] images = new int[BINS];
    for (int i = 0; i < evaluation.images(); i++) {
      int predicted = evaluation.predicted(i);
      double highest = evaluation.probability(i, predicted);
      highest = Double.isNaN(highest) ? 0 : highest;
      int bin = Math.min(BINS - 1, Math.max(0, (int) Math.ceil(highest * BINS) - 1));
      confidence[bin] += highest;
      right[bin] += predicted == evaluation.truth()[i] ? 1 : 0;
      images[bin]++;
    }
    List<Bin> bins = new ArrayList<>();
    double error = 0;
    for (int bin = 0; bin < BINS; bin++) {
      int count = Math.max(1, images[bin]);
      bins.add(
          new Bin(
              bin / (double) BINS,
              (bin + 1) / (double) BINS,
              confidence[bin] / count,
              right[bin] / (double) count,
              images[bin]));
      error += Math.abs(confidence[bin] - right[bin]) / evaluation.images();
    }
    return new Calibration(bins, error);
  }
}

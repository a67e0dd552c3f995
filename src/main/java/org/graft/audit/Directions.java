package org.graft.audit;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A few directions at right angles along which pictures' colours differ most: the first principal
 * ones of a sample, by power iteration. Two pictures are no nearer than their places along these.
 */
final class Directions {
  /** Number of directions. */
  static final int COUNT = 4;

  private static final int SAMPLE = 1000;
  private static final int ROUNDS = 6;

  private final double[][] directions = new double[COUNT][];

  /** Those of evenly drawn samples of {@code prints}. */
  Directions(List<Fingerprint> prints) {
    int count = Math.min(SAMPLE, prints.size());
    float[][] sample =
        IntStream.range(0, count)
            .mapToObj(
                i -> prints.get((int) ((long) i * prints.size() / count)).colours().normalized())
            .toArray(float[][]::new);
    SplittableRandom random = new SplittableRandom(0);
    for (int d = 0; d < COUNT; d++) {
      double[] direction = random.doubles(Fingerprint.LEVELS, -1, 1).toArray();
      for (int round = 0; round < ROUNDS; round++) {
        straighten(direction, d);
        direction = turned(direction, sample);
      }
      straighten(direction, d);
      directions[d] = direction;
    }
  }

  /**
   * Where a picture lies along each, -1 to 1.
   *
   * @param colours of mean 0 and length 1
   */
  void project(float[] colours, float[] into, int at) {
    for (int d = 0; d < COUNT; d++) {
      double sum = 0;
      for (int i = 0; i < colours.length; i++) {
        sum += colours[i] * directions[d][i];
      }
      into[at + d] = (float) sum;
    }
  }

  /** A step towards the direction of most difference. */
  private static double[] turned(double[] direction, float[][] sample) {
    double[] turned = direction.clone();
    for (float[] row : sample) {
      double sum = 0;
      for (int i = 0; i < row.length; i++) {
        sum += row[i] * direction[i];
      }
      for (int i = 0; i < row.length; i++) {
        turned[i] += sum * row[i];
      }
    }
    return turned;
  }

  /** Turns a direction at right angles to the first ones and gives it length 1. */
  private void straighten(double[] direction, int before) {
    for (int d = 0; d < before; d++) {
      double sum = 0;
      for (int i = 0; i < direction.length; i++) {
        sum += direction[i] * directions[d][i];
      }
      for (int i = 0; i < direction.length; i++) {
        direction[i] -= sum * directions[d][i];
      }
    }
    double length = 0;
    for (double value : direction) {
      length += value * value;
    }
    for (int i = 0; i < direction.length; i++) {
      direction[i] /= Math.sqrt(length);
    }
  }
}

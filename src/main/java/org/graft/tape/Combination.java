package org.graft.tape;

import java.util.Arrays;

/**
 * A weighted sum of rows. Each row is an array of its own and all are read at one index, because
 * only such loops are turned into instructions for several values at once.
 */
final class Combination {
  private static final int MOST = 9;

  private final float[] factors = new float[MOST];
  private final float[][] rows = new float[MOST][];
  private int terms;

  /** Begins anew. */
  void clear() {
    terms = 0;
  }

  /** Adds {@code factor * row}; no row is one of zeros. */
  void add(float factor, float[] row) {
    if (factor != 0 && row != null) {
      factors[terms] = factor;
      rows[terms++] = row;
    }
  }

  /**
   * The sum's first {@code size} values: in {@code room}, or in the only row where nothing is to be
   * computed; {@code null} for zeros.
   */
  float[] in(float[] room, int size) {
    if (terms == 0) {
      return null;
    }
    if (terms == 1 && factors[0] == 1) {
      return rows[0];
    }
    into(room, size);
    return room;
  }

  /** Puts the sum's first {@code size} values into {@code sum}, which is none of the rows. */
  void into(float[] sum, int size) {
    int next = Math.min(terms, 4);
    switch (next) {
      case 0 -> Arrays.fill(sum, 0, size, 0);
      case 1 -> one(sum, size, factors[0], rows[0]);
      case 2 -> two(sum, size, factors[0], rows[0], factors[1], rows[1]);
      case 3 -> three(sum, size);
      default -> four(sum, size);
    }
    for (; next + 1 < terms; next += 2) {
      twoMore(sum, size, factors[next], rows[next], factors[next + 1], rows[next + 1]);
    }
    if (next < terms) {
      two(sum, size, 1, sum, factors[next], rows[next]);
    }
  }

  private static void one(float[] sum, int size, float a, float... x) {
    for (int i = 0; i < size; i++) {
      sum[i] = a * x[i];
    }
  }

  private static void two(float[] sum, int size, float a, float[] x, float b, float... y) {
    for (int i = 0; i < size; i++) {
      sum[i] = a * x[i] + b * y[i];
    }
  }

  private static void twoMore(float[] sum, int size, float a, float[] x, float b, float... y) {
    for (int i = 0; i < size; i++) {
      sum[i] += a * x[i] + b * y[i];
    }
  }

  private void three(float[] sum, int size) {
    float a = factors[0];
    float b = factors[1];
    float c = factors[2];
    float[] x = rows[0];
    float[] y = rows[1];
    float[] z = rows[2];
    for (int i = 0; i < size; i++) {
      sum[i] = a * x[i] + b * y[i] + c * z[i];
    }
  }

  private void four(float[] sum, int size) {
    float a = factors[0];
    float b = factors[1];
    float c = factors[2];
    float d = factors[3];
    float[] w = rows[0];
    float[] x = rows[1];
    float[] y = rows[2];
    float[] z = rows[3];
    for (int i = 0; i < size; i++) {
      sum[i] = a * w[i] + b * x[i] + c * y[i] + d * z[i];
    }
  }
}

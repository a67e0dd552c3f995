package org.graft.tape;

/**
 * Winograd's minimal filtering F(m, r): {@code outputs} m of a filter of {@code taps} r by m + r -
 * 1 products, {@code y = A [(G g) * (B d)]}, where d are the values that the outputs see and g is
 * the filter. A, G and B come of Toom's and Cook's interpolation at {@code points} and infinity,
 * transposed (Winograd 1980; Lavin and Gray 2015; Blahut 2010, chapter 5).
 *
 * @param a {@code [m, m + r - 1]}
 * @param g {@code [m + r - 1, r]}
 * @param b {@code [m + r - 1, m + r - 1]}
 */
record MinimalFilter(int outputs, int taps, float[][] a, float[][] g, float[][] b) {
  /** Small numbers, whose powers lose least; each with its negative, so that many terms vanish. */
  private static final double[] POINTS = {0, 1, -1, 2, -2, 0.5, -0.5};

  /** More products than these let rounding grow too far. */
  static final int MOST_PRODUCTS = POINTS.length + 1;

  static MinimalFilter of(int outputs, int taps) {
    int products = outputs + taps - 1;
    float[][] a = new float[outputs][products];
    float[][] g = new float[products][taps];
    float[][] b = new float[products][];
    for (int p = 0; p < products - 1; p++) {
      double point = POINTS[p];
      double[] others = {1};
      double scale = 1;
      for (int q = 0; q < products - 1; q++) {
        others = q == p ? others : timesRoot(others, POINTS[q]);
        scale *= q == p ? 1 : point - POINTS[q];
      }
      for (int i = 0; i < outputs; i++) {
        a[i][p] = (float) Math.pow(point, i);
      }
      for (int i = 0; i < taps; i++) {
        g[p][i] = (float) (Math.pow(point, i) / scale);
      }
      b[p] = padded(others, products);
    }
    a[outputs - 1][products - 1] = 1;
    g[products - 1][taps - 1] = 1;
    double[] all = {1};
    for (int p = 0; p < products - 1; p++) {
      all = timesRoot(all, POINTS[p]);
    }
    b[products - 1] = padded(all, products);
    return new MinimalFilter(outputs, taps, a, g, b);
  }

  /** A polynomial, the constant first, times {@code x - root}. */
  private static double[] timesRoot(double[] polynomial, double root) {
    double[] product = new double[polynomial.length + 1];
    for (int i = 0; i < polynomial.length; i++) {
      product[i + 1] += polynomial[i];
      product[i] -= root * polynomial[i];
    }
    return product;
  }

  private static float[] padded(double[] values, int length) {
    float[] padded = new float[length];
    for (int i = 0; i < values.length; i++) {
      padded[i] = (float) values[i];
    }
    return padded;
  }

  int products() {
    return outputs + taps - 1;
  }

  /** How often it is applied to make {@code length} outputs. */
  int times(int length) {
    return (length + outputs - 1) / outputs;
  }

  /** The one of {@code taps} that makes {@code length} outputs by the fewest products. */
  static MinimalFilter best(int taps, int length) {
    int best = 1;
    for (int outputs = 2; taps > 1 && outputs + taps - 1 <= mostProducts(taps); outputs += 2) {
      if (cost(outputs, taps, length) < cost(best, taps, length)) {
        best = outputs;
      }
    }
    return of(best, taps);
  }

  private static int cost(int outputs, int taps, int length) {
    return (length + outputs - 1) / outputs * (outputs + taps - 1);
  }

  /** Six, whose points are whole numbers, where they suffice. */
  private static int mostProducts(int taps) {
    return taps < 6 ? 6 : MOST_PRODUCTS;
  }
}

package org.graft.audit;

/**
 * A picture as 16 by 16 cells in colour, whole levels: small enough that a million of them fit into
 * memory.
 *
 * @param cells {@code [16, 16, 3]}, RGB 0..255 as unsigned bytes
 * @param sum of the levels
 * @param length of the levels less their mean, 0 for a plain picture
 */
record Colours(byte[] cells, int sum, double length) {
  static Colours of(float[] levels) {
    byte[] cells = new byte[levels.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (byte) Math.round(levels[i]);
    }
    return of(cells);
  }

  /** Of whole levels, 0..255 as unsigned bytes. */
  static Colours of(byte[] cells) {
    long sum = 0;
    long squares = 0;
    for (byte cell : cells) {
      int level = cell & 0xff;
      sum += level;
      squares += (long) level * level;
    }
    long spread = squares * cells.length - sum * sum;
    return new Colours(cells, (int) sum, Math.sqrt(spread / (double) cells.length));
  }

  boolean isPlain() {
    return length == 0;
  }

  /** Pearson's correlation, -1 to 1; 0 where one of both is plain. */
  double correlation(Colours other) {
    if (isPlain() || other.isPlain()) {
      return 0;
    }
    int products = 0;
    for (int i = 0; i < cells.length; i++) {
      products += (cells[i] & 0xff) * (other.cells[i] & 0xff);
    }
    double common = products - (double) sum * other.sum / cells.length;
    return common / (length * other.length);
  }

  /** The levels with mean 0 and length 1; all 0 for a plain picture. */
  float[] normalized() {
    float[] normalized = new float[cells.length];
    float mean = sum / (float) cells.length;
    for (int i = 0; i < cells.length && !isPlain(); i++) {
      normalized[i] = (float) (((cells[i] & 0xff) - mean) / length);
    }
    return normalized;
  }
}

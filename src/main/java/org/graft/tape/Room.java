package org.graft.tape;

/**
 * What steps work in while they run, and all of a tape share: native memory for what enters
 * products and what they make, and rows at hand.
 */
final class Room {
  private final NativeArray in = new NativeArray();
  private final NativeArray out = new NativeArray();
  private final float[][] rows =
      new float[2 * MinimalFilter.MOST_PRODUCTS * MinimalFilter.MOST_PRODUCTS][0];

  NativeArray in() {
    return in;
  }

  NativeArray out() {
    return out;
  }

  /**
   * A row of at least {@code size} values that hold anything; the same again for the same index.
   */
  float[] row(int index, int size) {
    if (rows[index].length < size) {
      rows[index] = new float[size];
    }
    return rows[index];
  }

  void close() {
    in.close();
    out.close();
  }
}

package org.graft.audit;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The 256 bits of fingerprints in 13 bands. Of 24 bits that differ, some band holds one at most, so
 * that two near pictures have keys that differ by one bit at most in some band. Bits that tell
 * pictures apart best are spread over all bands: those of a plain margin tell nothing.
 */
final class Bands {
  /** One more than half of the bits that may differ. */
  static final int COUNT = Fingerprint.MOST_BITS / 2 + 1;

  private final int[][] positions;
  private final long[] edges;

  /**
   * Bands for these pictures; any bands find all that is near.
   *
   * @param edges of one picture after another, {@link Fingerprint#WORDS} each
   */
  Bands(long... edges) {
    this.edges = edges;
    int count = edges.length / Fingerprint.WORDS;
    int[] set = new int[Fingerprint.BITS];
    for (int picture = 0; picture < count; picture++) {
      for (int bit = 0; bit < Fingerprint.BITS; bit++) {
        set[bit] += bit(picture, bit);
      }
    }
    int[] telling =
        IntStream.range(0, Fingerprint.BITS)
            .boxed()
            .sorted(Comparator.comparingInt(bit -> Math.abs(2 * set[bit] - count)))
            .mapToInt(bit -> bit)
            .toArray();
    positions = new int[COUNT][];
    for (int band = 0; band < COUNT; band++) {
      positions[band] =
          IntStream.iterate(band, i -> i < Fingerprint.BITS, i -> i + COUNT)
              .map(i -> telling[i])
              .toArray();
    }
  }

  /** Bits of a band's keys, at most 20. */
  int width(int band) {
    return positions[band].length;
  }

  /** A picture's bits of a band. */
  int key(int band, int picture) {
    int key = 0;
    for (int position : positions[band]) {
      key = key << 1 | bit(picture, position);
    }
    return key;
  }

  private int bit(int picture, int bit) {
    return (int) (edges[picture * Fingerprint.WORDS + bit / Long.SIZE] >>> bit % Long.SIZE) & 1;
  }
}

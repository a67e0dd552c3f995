package org.graft.audit;

import java.util.List;
import java.util.stream.IntStream;

/** Tells of pictures by number whether two are near, as fast as that can be told. */
final class NearTest {
  /** The square of the greatest distance of near pictures' colours, and a little for rounding. */
  private static final float REACH_SQUARED =
      (float) (2 - 2 * Fingerprint.LEAST_CORRELATION) + 1e-4f;

  private static final float REACH = (float) Math.sqrt(REACH_SQUARED);

  private final List<Fingerprint> prints;
  private final long[] edges;
  private final float[] places;

  NearTest(List<Fingerprint> prints) {
    this.prints = prints;
    Directions directions = new Directions(prints);
    edges = new long[prints.size() * Fingerprint.WORDS];
    places = new float[prints.size() * Directions.COUNT];
    IntStream.range(0, prints.size())
        .parallel()
        .forEach(
            i -> {
              Fingerprint print = prints.get(i);
              System.arraycopy(print.edges(), 0, edges, i * Fingerprint.WORDS, Fingerprint.WORDS);
              directions.project(print.colours().normalized(), places, i * Directions.COUNT);
            });
  }

  /** The edges of one picture after another. */
  long[] edges() {
    return edges;
  }

  /** Where a picture lies along the first direction. */
  float place(int picture) {
    return places[picture * Directions.COUNT];
  }

  /** Whether two may be near by their places along the first direction. */
  boolean isWithin(int one, int other) {
    return Math.abs(place(one) - place(other)) <= REACH;
  }

  boolean isNear(int one, int other) {
    int words = Fingerprint.WORDS;
    return Fingerprint.differingBits(edges, one * words, edges, other * words)
            <= Fingerprint.MOST_BITS
        && isNearAlongDirections(one, other)
        && prints.get(one).isNear(prints.get(other));
  }

  private boolean isNearAlongDirections(int one, int other) {
    float sum = 0;
    for (int d = 0; d < Directions.COUNT; d++) {
      float difference = places[one * Directions.COUNT + d] - places[other * Directions.COUNT + d];
      sum += difference * difference;
    }
    return sum <= REACH_SQUARED;
  }
}

package org.graft.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Fingerprints of pictures that nobody took. */
final class MadePrints {
  private final SplittableRandom random;
  private final List<Fingerprint> prints = new ArrayList<>();

  MadePrints(long seed) {
    random = new SplittableRandom(seed);
  }

  List<Fingerprint> all() {
    return prints;
  }

  /** Pictures that have nothing to do with one another: smooth colours, bits by a density. */
  MadePrints strangers(int count, double density) {
    for (int i = 0; i < count; i++) {
      add(edges(density), smooth());
    }
    return this;
  }

  /** A picture and copies of it in which some bits and all levels differ a little. */
  MadePrints copies(int count, int bits) {
    long[] edges = edges(0.45);
    float[] levels = smooth();
    for (int i = 0; i < count; i++) {
      add(changed(edges, bits), noisy(levels));
    }
    return this;
  }

  /** Frames of a camera that moves: each differs from the one before by some bits. */
  MadePrints film(int count, int bits) {
    long[] edges = edges(0.45);
    float[] levels = smooth();
    for (int i = 0; i < count; i++) {
      edges = changed(edges, bits);
      levels = noisy(levels);
      add(edges, levels);
    }
    return this;
  }

  private void add(long[] edges, float... levels) {
    CrcPair own = new CrcPair(prints.size(), 0);
    prints.add(new Fingerprint(own, own, edges, Colours.of(levels)));
  }

  private long[] edges(double density) {
    long[] edges = new long[Fingerprint.WORDS];
    for (int bit = 0; bit < Fingerprint.BITS; bit++) {
      if (random.nextDouble() < density) {
        edges[bit / Long.SIZE] |= 1L << bit % Long.SIZE;
      }
    }
    return edges;
  }

  private long[] changed(long[] edges, int bits) {
    long[] changed = edges.clone();
    for (int i = 0; i < bits; i++) {
      int bit = random.nextInt(Fingerprint.BITS);
      changed[bit / Long.SIZE] ^= 1L << bit % Long.SIZE;
    }
    return changed;
  }

  /** A few waves in each colour, as photographs' coarse parts are. */
  private float[] smooth() {
    float[] levels = new float[Fingerprint.LEVELS];
    double[] waves = random.doubles(18, -40, 40).toArray();
    for (int i = 0; i < levels.length; i++) {
      int cell = i / 3;
      double x = cell % 16 / 16.0;
      int row = cell / 16;
      double y = row / 16.0;
      int colour = i % 3 * 6;
      double level = 128;
      for (int k = 1; k <= 3; k++) {
        level += waves[colour + 2 * k - 2] * Math.cos(k * Math.PI * x) / k;
        level += waves[colour + 2 * k - 1] * Math.cos(k * Math.PI * y) / k;
      }
      levels[i] = clipped(level);
    }
    return levels;
  }

  private float[] noisy(float... levels) {
    float[] noisy = levels.clone();
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] = clipped(noisy[i] + random.nextDouble(-3, 3));
    }
    return noisy;
  }

  private static float clipped(double level) {
    return (float) Math.max(0, Math.min(255, level));
  }
}

package org.graft.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.plan.Resize2d.Grid;
import org.graft.plan.Resize2d.Interpolation;

/**
 * Which cells of an axis make up each cell of a resized one, in float32 as TensorFlow computes it.
 */
public final class Taps {
  private static final int CUBIC_CELLS = 4;

  /** TensorFlow's cubic kernel is a table of this many steps between two cells. */
  private static final float CUBIC_STEPS = 1024;

  private Taps() {}

  /**
   * One cell for each cell of the resized axis.
   *
   * @param places where it is taken
   * @param shares what it counts; {@code null} where it is the only one and counts 1. The two of
   *     bilinear blending are {@code first + (second - first) * share} with the second's shares.
   */
  public record Tap(int[] places, float[] shares) {
    /** Whether the cells are those of an axis of {@code length}, in order. */
    public boolean isWhole(int length) {
      return Taps.isWhole(length, places);
    }
  }

  /** Whether {@code places} are those of an axis of {@code length}, in order. */
  public static boolean isWhole(int length, int... places) {
    return length == places.length && IntStream.range(0, length).allMatch(i -> places[i] == i);
  }

  /** The taps of an axis that goes from one length to another: one, two or four. */
  public static List<Tap> of(Interpolation interpolation, Grid grid, int from, int to) {
    if (interpolation == Interpolation.NEAREST) {
      int[] places = IntStream.range(0, to).map(i -> nearest(i, from, to, grid)).toArray();
      return List.of(new Tap(places, null));
    }
    float[] places = places(from, to, grid);
    return interpolation == Interpolation.BICUBIC ? cubic(from, places) : linear(from, places);
  }

  private static List<Tap> linear(int from, float... places) {
    int to = places.length;
    int[] below =
        IntStream.range(0, to).map(i -> (int) Math.max(Math.floor(places[i]), 0)).toArray();
    int[] above =
        IntStream.range(0, to).map(i -> (int) Math.min(Math.ceil(places[i]), from - 1)).toArray();
    float[] shares = new float[to];
    boolean blends = false;
    for (int i = 0; i < to; i++) {
      shares[i] = places[i] - (float) Math.floor(places[i]);
      blends |= shares[i] != 0;
    }
    Tap first = new Tap(below, null);
    return blends ? List.of(first, new Tap(above, shares)) : List.of(first);
  }

  /** Four cells around each place, those outside weighing nothing and the others all in all 1. */
  private static List<Tap> cubic(int from, float... places) {
    int to = places.length;
    float[][] shares = new float[CUBIC_CELLS][to];
    for (int i = 0; i < to; i++) {
      cubicShares(i, from, places[i], shares);
    }
    List<Tap> taps = new ArrayList<>();
    for (int cell = 0; cell < CUBIC_CELLS; cell++) {
      int offset = cell - 1;
      int[] cells =
          IntStream.range(0, to)
              .map(i -> Math.max(0, Math.min(from - 1, (int) Math.floor(places[i]) + offset)))
              .toArray();
      taps.add(new Tap(cells, shares[cell]));
    }
    return taps;
  }

  private static void cubicShares(int i, int from, float place, float[]... shares) {
    int below = (int) Math.floor(place);
    float share = (float) Math.rint((place - below) * CUBIC_STEPS) / CUBIC_STEPS;
    float sum = 0;
    for (int cell = 0; cell < CUBIC_CELLS; cell++) {
      int index = below - 1 + cell;
      boolean inside = index >= 0 && index < from;
      shares[cell][i] = inside ? keys(Math.abs(share + 1 - cell)) : 0;
      sum += shares[cell][i];
    }
    for (int cell = 0; cell < CUBIC_CELLS; cell++) {
      shares[cell][i] /= sum;
    }
  }

  /** R. Keys, Cubic convolution interpolation for digital image processing, 1981, a = -1/2. */
  private static float keys(float distance) {
    return distance <= 1
        ? (1.5f * distance - 2.5f) * distance * distance + 1
        : ((-0.5f * distance + 2.5f) * distance - 4) * distance + 2;
  }

  private static float[] places(int from, int to, Grid grid) {
    float scale = scale(from, to, grid);
    float[] places = new float[to];
    for (int i = 0; i < to; i++) {
      places[i] = grid == Grid.CENTRES ? (i + 0.5f) * scale - 0.5f : i * scale;
    }
    return places;
  }

  private static int nearest(int i, int from, int to, Grid grid) {
    float scale = scale(from, to, grid);
    float place = grid == Grid.CENTRES ? (i + 0.5f) * scale : i * scale;
    double cell = grid == Grid.ALIGNED ? Math.floor(place + 0.5) : Math.floor(place);
    return (int) Math.max(0, Math.min(cell, from - 1));
  }

  private static float scale(int from, int to, Grid grid) {
    return grid == Grid.ALIGNED && to > 1 ? (from - 1) / (float) (to - 1) : from / (float) to;
  }

  /**
   * The cells of an axis with some before and behind that mirror it.
   *
   * @param border whether the outermost cells are mirrored, too
   */
  public static int[] mirrored(int length, int before, int after, boolean border) {
    int shift = border ? 1 : 0;
    return IntStream.range(-before, length + after)
        .map(i -> i < 0 ? -i - shift : i < length ? i : 2 * length - 2 - i + shift)
        .toArray();
  }
}

package org.graft.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.plan.Resize2d.CellGrid;
import org.graft.plan.Resize2d.ResizeMethod;
import org.jspecify.annotations.Nullable;

/**
 * Which cells of an axis make up each cell of a resized one, in float32 as TensorFlow computes it:
 * a few {@link Tap}s, or a {@link #matrix} where it is many or some lie outside.
 */
public final class Taps {
  private static final int CUBIC_CELLS = 4;

  /** TensorFlow's cubic kernel is a table of this many steps between two cells. */
  private static final float CUBIC_STEPS = 1024;

  private static final float KEYS = -0.5f;

  /** What TensorFlow had before it took cells at their centres. */
  private static final float OLD = -0.75f;

  private Taps() {}

  /**
   * One cell for each cell of the resized axis.
   *
   * @param places where it is taken
   * @param shares what it counts; {@code null} where it is the only one and counts 1. The two of
   *     bilinear blending are {@code first + (second - first) * share} with the second's shares.
   */
  public record Tap(int[] places, float @Nullable [] shares) {
    /** The shares, ones where none are stated. */
    public float[] counted() {
      if (shares != null) {
        return shares;
      }
      float[] ones = new float[places.length];
      Arrays.fill(ones, 1);
      return ones;
    }

    private Tap movedBy(int cells) {
      return new Tap(IntStream.of(places).map(place -> place + cells).toArray(), shares);
    }
  }

  /** Whether {@code places} are those of an axis of {@code length}, in order. */
  public static boolean isWhole(int length, int... places) {
    return length == places.length && IntStream.range(0, length).allMatch(i -> places[i] == i);
  }

  /**
   * One axis of a map that is resized.
   *
   * @param length how many cells it has
   * @param first the first of them that counts; negative for so many that are put before it
   * @param count how many cells, those put around it among them, become {@code to}
   */
  public record Axis(int length, int first, int count, int to) {
    /** That of the rows of {@code in}. */
    public static Axis rows(Resize2d layer, Shape in) {
      return of(layer, in.height(), in.width(), layer.target().height(), layer.target().width());
    }

    /** That of its columns. */
    public static Axis columns(Resize2d layer, Shape in) {
      return of(layer, in.width(), in.height(), layer.target().width(), layer.target().height());
    }

    /** As {@code keras.src.backend.tensorflow.image.resize} counts in float32 and whole cells. */
    private static Axis of(Resize2d layer, int length, int across, int to, int toAcross) {
      if (layer.aspect() == null) {
        return new Axis(length, 0, length, to);
      }
      int fitting = (int) ((float) Math.multiplyExact(across, to) / toAcross);
      if (layer.aspect().pads()) {
        int around = (Math.max(length, fitting) - length) / 2;
        return new Axis(length, -around, Math.addExact(length, 2 * around), to);
      }
      int kept = Math.max(Math.min(length, fitting), 1);
      return new Axis(length, (length - kept) / 2, kept, to);
    }
  }

  /** Whether an axis is resized by a matrix; by taps otherwise. */
  public static boolean isMatrix(Resize2d layer, Axis axis) {
    return isMany(layer) || axis.first() < 0;
  }

  private static boolean isMany(Resize2d layer) {
    return switch (layer.interpolation()) {
      case NEAREST, BILINEAR, BICUBIC -> layer.antialias();
      case LANCZOS3, LANCZOS5, GAUSSIAN, MITCHELLCUBIC, AREA -> true;
    };
  }

  /** What each cell behind takes of each cell before: {@code [axis.length(), axis.to()]}. */
  public static float[] matrix(Resize2d layer, Axis axis) {
    float[] whole = whole(layer, axis);
    float[] own = new float[axis.length() * axis.to()];
    for (int i = 0; i < axis.count(); i++) {
      int cell = i + axis.first();
      if (cell >= 0 && cell < axis.length()) {
        System.arraycopy(whole, i * axis.to(), own, cell * axis.to(), axis.to());
      }
    }
    return own;
  }

  private static float[] whole(Resize2d layer, Axis axis) {
    ResizeMethod how = layer.interpolation();
    if (how == ResizeMethod.AREA) {
      return Spans.area(axis.count(), axis.to());
    }
    if (isMany(layer)) {
      return Spans.of(how, layer.antialias(), axis.count(), axis.to());
    }
    float[] matrix = new float[axis.count() * axis.to()];
    List<Tap> taps = of(how, layer.grid(), axis.count(), axis.to());
    for (int t = 0; t < taps.size(); t++) {
      float[] shares = taps.get(t).counted();
      for (int i = 0; i < axis.to(); i++) {
        matrix[taps.get(t).places()[i] * axis.to() + i] += shares[i];
        if (t == 1 && taps.size() == 2) {
          matrix[taps.get(0).places()[i] * axis.to() + i] -= shares[i];
        }
      }
    }
    return matrix;
  }

  /** The taps of an axis that is resized by some: one, two or four. */
  public static List<Tap> of(Resize2d layer, Axis axis) {
    return of(layer.interpolation(), layer.grid(), axis.count(), axis.to()).stream()
        .map(tap -> tap.movedBy(axis.first()))
        .toList();
  }

  private static List<Tap> of(ResizeMethod interpolation, CellGrid grid, int from, int to) {
    if (interpolation == ResizeMethod.NEAREST) {
      int[] places = IntStream.range(0, to).map(i -> nearest(i, from, to, grid)).toArray();
      return List.of(new Tap(places, null));
    }
    float[] places = places(from, to, grid);
    return interpolation == ResizeMethod.BICUBIC ? cubic(from, grid, places) : linear(from, places);
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

  /**
   * Four cells around each place. Taken at centres, those outside weigh nothing and the others all
   * in all 1; else the outermost stands for those outside ({@code resize_bicubic_op.cc}).
   */
  private static List<Tap> cubic(int from, CellGrid grid, float... places) {
    int to = places.length;
    float[][] shares = new float[CUBIC_CELLS][to];
    for (int i = 0; i < to; i++) {
      if (grid == CellGrid.CENTRES) {
        keysShares(i, from, places[i], shares);
      } else {
        oldShares(i, places[i], shares);
      }
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

  private static void keysShares(int i, int from, float place, float[]... shares) {
    int below = (int) Math.floor(place);
    float sum = 0;
    for (int cell = 0; cell < CUBIC_CELLS; cell++) {
      int index = below - 1 + cell;
      boolean inside = index >= 0 && index < from;
      shares[cell][i] = inside ? cubic(KEYS, Math.abs(share(place) + 1 - cell)) : 0;
      sum += shares[cell][i];
    }
    for (int cell = 0; cell < CUBIC_CELLS; cell++) {
      shares[cell][i] /= sum;
    }
  }

  private static void oldShares(int i, float place, float[]... shares) {
    for (int cell = 0; cell < CUBIC_CELLS; cell++) {
      shares[cell][i] = cubic(OLD, Math.abs(share(place) + 1 - cell));
    }
  }

  /** How far behind a cell a place lies, in steps of TensorFlow's table. */
  private static float share(float place) {
    return (float) Math.rint((place - (float) Math.floor(place)) * CUBIC_STEPS) / CUBIC_STEPS;
  }

  /** R. Keys, Cubic convolution interpolation for digital image processing, 1981. */
  private static float cubic(float a, float x) {
    return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  }

  private static float[] places(int from, int to, CellGrid grid) {
    float scale = scale(from, to, grid);
    float[] places = new float[to];
    for (int i = 0; i < to; i++) {
      places[i] = grid == CellGrid.CENTRES ? (i + 0.5f) * scale - 0.5f : i * scale;
    }
    return places;
  }

  private static int nearest(int i, int from, int to, CellGrid grid) {
    float scale = scale(from, to, grid);
    float place = grid == CellGrid.CENTRES ? (i + 0.5f) * scale : i * scale;
    double cell = grid == CellGrid.ALIGNED ? Math.floor(place + 0.5) : Math.floor(place);
    return (int) Math.max(0, Math.min(cell, from - 1));
  }

  private static float scale(int from, int to, CellGrid grid) {
    return grid == CellGrid.ALIGNED && to > 1 ? (from - 1) / (float) (to - 1) : from / (float) to;
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

package org.graft.graph;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.MirrorPad2d;
import org.graft.plan.Resize2d;
import org.graft.plan.Resize2d.Grid;
import org.graft.plan.Resize2d.Interpolation;
import org.graft.plan.Select;
import org.graft.plan.Shape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rows and columns of NHWC maps taken anew, each axis by itself: mirrored, repeated, blended. All
 * of it is gathering by constant places, in float32 as TensorFlow computes it.
 *
 * @param trained whether gradients are to pass; SameDiff's do not through two gatherings, and
 *     products with matrices of zeros and ones stand for them then
 */
record Resampling(SameDiff graph, Cells cells, boolean trained) {
  private static final int ROWS = 1;
  private static final int COLUMNS = 2;
  private static final int CHANNELS = 3;
  private static final int CUBIC_CELLS = 4;

  /** TensorFlow's cubic kernel is a table of this many steps between two cells. */
  private static final float CUBIC_STEPS = 1024;

  SDVariable mirrored(SDVariable x, Shape in, MirrorPad2d layer) {
    int[] rows = mirrored(in.height(), layer.top(), layer.bottom(), layer.border());
    int[] columns = mirrored(in.width(), layer.left(), layer.right(), layer.border());
    return taken(taken(x, ROWS, in.height(), rows), COLUMNS, in.width(), columns);
  }

  /** Some places of one axis. */
  SDVariable selected(SDVariable x, Shape in, Select layer) {
    int[] places = layer.indices().stream().mapToInt(Integer::intValue).toArray();
    return in.isMap()
        ? taken(x, layer.axis(), in.axis(layer.axis() - 1), places)
        : graph.gather(x, places, layer.axis());
  }

  private static int[] mirrored(int length, int before, int after, boolean border) {
    int shift = border ? 1 : 0;
    return IntStream.range(-before, length + after)
        .map(i -> i < 0 ? -i - shift : i < length ? i : 2 * length - 2 - i + shift)
        .toArray();
  }

  /** Columns first, as TensorFlow does. */
  SDVariable resized(SDVariable x, Shape in, Resize2d layer) {
    if (in.size() == Shape.FREE) {
      throw new UnsupportedModelException(
          "layer " + layer.name() + " resizes maps of any size; fix the size of the images first");
    }
    SDVariable wide = resized(x, layer, COLUMNS, in.width(), layer.target().width());
    return resized(wide, layer, ROWS, in.height(), layer.target().height());
  }

  private SDVariable resized(SDVariable x, Resize2d layer, int axis, int from, int to) {
    if (layer.interpolation() == Interpolation.NEAREST) {
      return taken(x, axis, from, to, i -> nearest(i, from, to, layer.grid()));
    }
    float[] places = places(from, to, layer.grid());
    if (layer.interpolation() == Interpolation.BICUBIC) {
      return cubic(x, axis, from, places);
    }
    SDVariable first = taken(x, axis, from, to, i -> (int) Math.max(Math.floor(places[i]), 0));
    float[] shares = new float[to];
    boolean blends = false;
    for (int i = 0; i < to; i++) {
      shares[i] = places[i] - (float) Math.floor(places[i]);
      blends |= shares[i] != 0;
    }
    if (!blends) {
      return first;
    }
    SDVariable second =
        taken(x, axis, from, to, i -> (int) Math.min(Math.ceil(places[i]), from - 1));
    return first.add(second.sub(first).mul(along(axis, shares)));
  }

  /** One number for each row or column. */
  private SDVariable along(int axis, float... shares) {
    int to = shares.length;
    return graph.constant(
        Nd4j.createFromArray(shares).reshape(axis == ROWS ? to : 1, axis == ROWS ? 1 : to, 1));
  }

  /** Four cells around each place, those outside weighing nothing and the others all in all 1. */
  private SDVariable cubic(SDVariable x, int axis, int from, float... places) {
    int to = places.length;
    float[][] shares = new float[CUBIC_CELLS][to];
    for (int i = 0; i < to; i++) {
      cubicShares(i, from, places[i], shares);
    }
    SDVariable sum = null;
    for (int cell = 0; cell < CUBIC_CELLS; cell++) {
      int offset = cell - 1;
      SDVariable cells =
          taken(
              x,
              axis,
              from,
              to,
              i -> Math.max(0, Math.min(from - 1, (int) Math.floor(places[i]) + offset)));
      SDVariable part = cells.mul(along(axis, shares[cell]));
      sum = sum == null ? part : sum.add(part);
    }
    return sum;
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

  private SDVariable taken(SDVariable x, int axis, int from, int to, IntUnaryOperator place) {
    return taken(x, axis, from, IntStream.range(0, to).map(place).toArray());
  }

  private SDVariable taken(SDVariable x, int axis, int from, int... places) {
    boolean same = from == places.length && IntStream.range(0, from).allMatch(i -> places[i] == i);
    if (same) {
      return x;
    }
    return trained ? product(x, axis, from, places) : graph.gather(x, places, axis);
  }

  /** With the axis turned to the channels' place and back. */
  private SDVariable product(SDVariable x, int axis, int from, int... places) {
    float[] ones = new float[from * places.length];
    for (int i = 0; i < places.length; i++) {
      ones[places[i] * places.length + i] = 1;
    }
    SDVariable matrix =
        graph.constant(Nd4j.createFromArray(ones).reshape(1, 1, from, places.length));
    Windows.Weight weight = new Windows.Weight(matrix, null);
    if (axis == CHANNELS) {
      return cells.product(x, weight);
    }
    int[] turned = axis == ROWS ? new int[] {0, 2, 3, 1} : new int[] {0, 1, 3, 2};
    int[] back = axis == ROWS ? new int[] {0, 3, 1, 2} : new int[] {0, 1, 3, 2};
    return graph.permute(cells.product(graph.permute(x, turned), weight), back);
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
}

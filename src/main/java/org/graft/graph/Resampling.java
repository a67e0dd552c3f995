package org.graft.graph;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.MirrorPad2d;
import org.graft.plan.Resize2d;
import org.graft.plan.Resize2d.Grid;
import org.graft.plan.Resize2d.Interpolation;
import org.graft.plan.Shape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rows and columns of NHWC maps taken anew, each axis by itself: mirrored, repeated, blended. All
 * of it is gathering by constant places, in float32 as TensorFlow computes it.
 */
record Resampling(SameDiff graph) {
  private static final int ROWS = 1;
  private static final int COLUMNS = 2;

  SDVariable mirrored(SDVariable x, Shape in, MirrorPad2d layer) {
    int[] rows = mirrored(in.height(), layer.top(), layer.bottom(), layer.border());
    int[] columns = mirrored(in.width(), layer.left(), layer.right(), layer.border());
    return graph.gather(graph.gather(x, rows, ROWS), columns, COLUMNS);
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
    SDVariable share =
        graph.constant(
            Nd4j.createFromArray(shares).reshape(axis == ROWS ? to : 1, axis == ROWS ? 1 : to, 1));
    return first.add(second.sub(first).mul(share));
  }

  private SDVariable taken(SDVariable x, int axis, int from, int to, IntUnaryOperator place) {
    int[] places = IntStream.range(0, to).map(place).toArray();
    boolean same = from == to && IntStream.range(0, to).allMatch(i -> places[i] == i);
    return same ? x : graph.gather(x, places, axis);
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

package org.graft.graph;

import java.util.List;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.MirrorPad2d;
import org.graft.plan.Resize2d;
import org.graft.plan.Resize2d.ResizeMethod;
import org.graft.plan.ReverseChannels;
import org.graft.plan.Select;
import org.graft.plan.Shape;
import org.graft.plan.Taps;
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
record Resampling(SameDiff graph, Pointwise cells, boolean trained) {
  private static final int ROWS = 1;
  private static final int COLUMNS = 2;
  private static final int CHANNELS = 3;

  SDVariable mirrored(SDVariable x, Shape in, MirrorPad2d layer) {
    int[] rows = Taps.mirrored(in.height(), layer.top(), layer.bottom(), layer.border());
    int[] columns = Taps.mirrored(in.width(), layer.left(), layer.right(), layer.border());
    return taken(taken(x, ROWS, in.height(), rows), COLUMNS, in.width(), columns);
  }

  /** Some places of one axis. */
  SDVariable selected(SDVariable x, Shape in, Select layer) {
    int[] places = layer.indices().stream().mapToInt(Integer::intValue).toArray();
    int length = in.axis(layer.axis() - 1);
    if (in.isMap()) {
      return taken(x, layer.axis(), length, places);
    }
    if (!trained) {
      return graph.gather(x, places, layer.axis());
    }
    int axis = layer.axis() == in.rank() ? CHANNELS : ROWS;
    return cells.reshaped(taken(cells.map(x, in), axis, length, places), layer.outputShape(in));
  }

  /** The three channels of a picture in the other order. */
  SDVariable reversed(SDVariable x) {
    return taken(x, CHANNELS, ReverseChannels.CHANNELS, 2, 1, 0);
  }

  /** Columns first, as TensorFlow does. */
  SDVariable resized(SDVariable x, Shape in, Resize2d layer) {
    if (in.size() == Shape.FREE) {
      throw new UnsupportedModelException(
          "layer " + layer.name() + " resizes maps of any size; fix the size of the images first");
    }
    boolean filled = layer.fill() != 0;
    SDVariable around = filled ? x.sub(layer.fill()) : x;
    SDVariable wide = resized(around, layer, COLUMNS, Taps.Axis.columns(layer, in));
    SDVariable whole = resized(wide, layer, ROWS, Taps.Axis.rows(layer, in));
    return filled ? whole.add(layer.fill()) : whole;
  }

  private SDVariable resized(SDVariable x, Resize2d layer, int axis, Taps.Axis own) {
    if (Taps.isMatrix(layer, own)) {
      return product(x, axis, Taps.matrix(layer, own), own.length(), own.to());
    }
    List<Taps.Tap> taps = Taps.of(layer, own);
    if (layer.interpolation() == ResizeMethod.BICUBIC) {
      return weighed(x, axis, own.length(), taps);
    }
    SDVariable first = taken(x, axis, own.length(), taps.get(0).places());
    if (taps.size() == 1) {
      return first;
    }
    SDVariable second = taken(x, axis, own.length(), taps.get(1).places());
    return first.add(second.sub(first).mul(along(axis, taps.get(1).counted())));
  }

  /** One number for each row or column. */
  private SDVariable along(int axis, float... shares) {
    int to = shares.length;
    return graph.constant(
        Nd4j.createFromArray(shares).reshape(axis == ROWS ? to : 1, axis == ROWS ? 1 : to, 1));
  }

  private SDVariable weighed(SDVariable x, int axis, int from, List<Taps.Tap> taps) {
    return taps.stream()
        .map(tap -> taken(x, axis, from, tap.places()).mul(along(axis, tap.counted())))
        .reduce(SDVariable::add)
        .orElseThrow();
  }

  private SDVariable taken(SDVariable x, int axis, int from, int... places) {
    if (Taps.isWhole(from, places)) {
      return x;
    }
    return trained ? product(x, axis, from, places) : graph.gather(x, places, axis);
  }

  private SDVariable product(SDVariable x, int axis, int from, int... places) {
    float[] ones = new float[from * places.length];
    for (int i = 0; i < places.length; i++) {
      ones[places[i] * places.length + i] = 1;
    }
    return product(x, axis, ones, from, places.length);
  }

  /** By {@code [from, to]}, with the axis turned to the channels' place and back. */
  private SDVariable product(SDVariable x, int axis, float[] values, int from, int to) {
    SDVariable matrix = graph.constant(Nd4j.createFromArray(values).reshape(1, 1, from, to));
    Windows.Weight weight = new Windows.Weight(matrix, null);
    if (axis == CHANNELS) {
      return cells.product(x, weight);
    }
    int[] turned = axis == ROWS ? new int[] {0, 2, 3, 1} : new int[] {0, 1, 3, 2};
    int[] back = axis == ROWS ? new int[] {0, 3, 1, 2} : new int[] {0, 1, 3, 2};
    return graph.permute(cells.product(graph.permute(x, turned), weight), back);
  }
}

package org.graft.source.tensorflow.kernel;

import java.util.HashMap;
import java.util.Map;

/** Maps in other sizes, by the rules of {@code tf.compat.v1.image.resize}. */
final class ResizeKernels {
  static final Map<String, Kernel> TABLE = new HashMap<>();

  static {
    TABLE.put("ResizeBilinear", Kernel.of(ResizeKernels::bilinear));
    TABLE.put("ResizeNearestNeighbor", Kernel.of(ResizeKernels::nearest));
  }

  private ResizeKernels() {}

  /**
   * One axis in another length.
   *
   * @param corners whether the corners' centres stay where they are
   * @param centres whether cells are taken at their centres
   */
  private record Axis(int from, int to, boolean corners, boolean centres) {
    static Axis of(Call c, int index) {
      return new Axis(
          c.input(0).axis(1 + index),
          Math.toIntExact(c.input(1).numbers()[index]),
          c.flag("align_corners"),
          c.flag("half_pixel_centers"));
    }

    float scale() {
      return corners && to > 1 ? (from - 1) / (float) (to - 1) : from / (float) to;
    }

    float place(int i) {
      return centres ? (i + 0.5f) * scale() - 0.5f : i * scale();
    }

    int nearest(int i) {
      float place = centres ? (i + 0.5f) * scale() : i * scale();
      int rounded = corners ? Math.round(place) : (int) Math.floor(place);
      return Math.max(0, Math.min(from - 1, rounded));
    }
  }

  private static Array nearest(Call c) {
    Array x = c.input(0);
    Axis rows = Axis.of(c, 0);
    Axis columns = Axis.of(c, 1);
    int[] shape = {x.axis(0), rows.to(), columns.to(), x.axis(3)};
    int[] places = new int[Array.size(shape)];
    for (int i = 0; i < places.length; i++) {
      int cell = i / x.axis(3);
      int image = cell / columns.to() / rows.to();
      int row = rows.nearest(cell / columns.to() % rows.to());
      int column = columns.nearest(cell % columns.to());
      places[i] = ((image * x.axis(1) + row) * x.axis(2) + column) * x.axis(3) + i % x.axis(3);
    }
    return x.pick(places, shape);
  }

  private static Array bilinear(Call c) {
    Array x = c.input(0);
    return along(along(x, Axis.of(c, 0), 1), Axis.of(c, 1), 2);
  }

  private static Array along(Array x, Axis axis, int index) {
    int[] shape = x.shape().clone();
    shape[index] = axis.to();
    int inner = Array.strides(x.shape())[index];
    float[] values = new float[Array.size(shape)];
    for (int i = 0; i < values.length; i++) {
      float place = axis.place(i / inner % axis.to());
      int low = (int) Math.floor(place);
      double share = place - low;
      int first = Math.max(0, Math.min(axis.from() - 1, low));
      int second = Math.max(0, Math.min(axis.from() - 1, low + 1));
      int start = i / inner / axis.to() * axis.from();
      double a = x.at((start + first) * inner + i % inner);
      double b = x.at((start + second) * inner + i % inner);
      values[i] = (float) (a + share * (b - a));
    }
    return Array.of(values, shape);
  }
}

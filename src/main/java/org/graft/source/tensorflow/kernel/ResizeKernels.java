package org.graft.source.tensorflow.kernel;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Maps in other sizes, by the rules of {@code tf.compat.v1.image.resize}. */
final class ResizeKernels {
  static final Map<String, Kernel> TABLE = new HashMap<>();

  static {
    TABLE.put("ResizeBilinear", Kernel.of(ResizeKernels::bilinear));
    TABLE.put("ResizeNearestNeighbor", Kernel.of(ResizeKernels::nearest));
    TABLE.put("ResizeBicubic", Kernel.of(c -> weighed(c, ResizeKernels::cubic)));
    TABLE.put("ResizeArea", Kernel.of(c -> weighed(c, ResizeKernels::covered)));
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
    Axis rows = Axis.of(c, 0);
    Axis columns = Axis.of(c, 1);
    Array x = BorderKernels.along(c.input(0), 1, rows.to(), rows::nearest);
    return BorderKernels.along(x, 2, columns.to(), columns::nearest);
  }

  private static Array bilinear(Call c) {
    Array x = c.input(0);
    return along(along(x, Axis.of(c, 0), 1), Axis.of(c, 1), 2);
  }

  private static Array along(Array x, Axis axis, int index) {
    int[] shape = x.shape().clone();
    shape[index] = axis.to();
    int inner = Array.strides(x.shape())[index];
    return Array.floats(
        shape,
        i -> {
          float place = axis.place(i / inner % axis.to());
          int low = (int) Math.floor(place);
          double share = place - low;
          int first = Math.max(0, Math.min(axis.from() - 1, low));
          int second = Math.max(0, Math.min(axis.from() - 1, low + 1));
          int start = i / inner / axis.to() * axis.from();
          double a = x.at((start + first) * inner + i % inner);
          double b = x.at((start + second) * inner + i % inner);
          return a + share * (b - a);
        });
  }

  /** What a cell of the result takes of an axis: of how many cells from which on, and how much. */
  interface Share {
    /** Adds up {@code weight * value} by {@code cell} for the result's cell {@code i}. */
    void of(int i, Taken taken);
  }

  /** Takes a cell, which may lie outside, where the outermost stands for it. */
  @FunctionalInterface
  interface Taken {
    void cell(int cell, double weight);
  }

  /** One axis of {@code x} in another length, summed in double precision. */
  static Array weighed(Array x, int index, int to, Share share) {
    int[] shape = x.shape().clone();
    shape[index] = to;
    int inner = Array.strides(x.shape())[index];
    int from = x.axis(index);
    double[] sums = new double[Array.size(shape)];
    int outer = sums.length / Math.max(1, inner * to);
    for (int i = 0; i < to; i++) {
      int target = i;
      share.of(
          i,
          (cell, weight) -> {
            int source = Math.max(0, Math.min(from - 1, cell));
            for (int o = 0; o < outer; o++) {
              for (int k = 0; k < inner; k++) {
                sums[(o * to + target) * inner + k] +=
                    weight * x.at((o * from + source) * inner + k);
              }
            }
          });
    }
    return Array.floats(shape, i -> sums[i]);
  }

  /** Columns first. */
  private static Array weighed(Call c, Function<Axis, Share> share) {
    Axis rows = Axis.of(c, 0);
    Axis columns = Axis.of(c, 1);
    Array wide = weighed(c.input(0), 2, columns.to(), share.apply(columns));
    return weighed(wide, 1, rows.to(), share.apply(rows));
  }

  /** Of four cells, at distances in steps of 1/1024 (resize_bicubic_op.cc). */
  private static Share cubic(Axis axis) {
    return (i, taken) -> {
      float place = axis.place(i);
      int low = (int) Math.floor(place);
      double share = Math.rint((place - low) * 1024f) / 1024;
      double[] weights = new double[4];
      double sum = 0;
      for (int k = 0; k < 4; k++) {
        int cell = low - 1 + k;
        boolean outside = axis.centres() && (cell < 0 || cell >= axis.from());
        weights[k] = outside ? 0 : cubic(axis.centres() ? -0.5 : -0.75, Math.abs(share + 1 - k));
        sum += weights[k];
      }
      for (int k = 0; k < 4; k++) {
        taken.cell(low - 1 + k, axis.centres() ? weights[k] / sum : weights[k]);
      }
    };
  }

  private static double cubic(double a, double x) {
    return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  }

  private static Share covered(Axis axis) {
    float scale = axis.scale();
    return (i, taken) -> {
      float begins = i * scale;
      float ends = (i + 1) * scale;
      for (int cell = (int) Math.floor(begins); cell < (int) Math.ceil(ends); cell++) {
        double covered = Math.min(cell + 1, (double) ends) - Math.max(cell, (double) begins);
        taken.cell(cell, covered / scale);
      }
    };
  }
}

package org.graft.source.tensorflow.kernel;

import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Maps under a kernel of some width ({@code scale_and_translate_op.cc}). */
final class ScaleKernels {
  static final Map<String, Kernel> TABLE = new HashMap<>();

  static {
    TABLE.put("ScaleAndTranslate", Kernel.of(ScaleKernels::scaled));
  }

  private ScaleKernels() {}

  /** What a cell counts by its distance, up to {@code radius}. */
  private record Bell(double radius, DoubleUnaryOperator weight) {
    static Bell of(String type) {
      return switch (type) {
        case "lanczos1" -> lanczos(1);
        case "lanczos3" -> lanczos(3);
        case "lanczos5" -> lanczos(5);
        case "gaussian" -> new Bell(1.5, x -> x >= 1.5 ? 0 : Math.exp(-x * x / (2 * 0.25)));
        case "box" -> new Bell(1, x -> x < 0.5 ? 1 : x == 0.5 ? 0.5 : 0);
        case "triangle" -> new Bell(1, x -> Math.max(0, 1 - x));
        case "keyscubic" -> new Bell(2, x -> cubic(x, 0, 0.5));
        case "mitchellcubic" -> new Bell(2, x -> cubic(x, 1 / 3.0, 1 / 3.0));
        default -> throw new IllegalArgumentException("a kernel of type " + type);
      };
    }

    private static Bell lanczos(double radius) {
      return new Bell(
          radius,
          x -> x > radius ? 0 : x <= 1e-3 ? 1 : sinc(Math.PI * x) * sinc(Math.PI * x / radius));
    }

    private static double sinc(double x) {
      return Math.sin(x) / x;
    }

    /** Mitchell and Netravali 1988 by their two parameters. */
    private static double cubic(double x, double b, double c) {
      if (x >= 2) {
        return 0;
      }
      double sixth =
          x >= 1
              ? (-b - 6 * c) * x * x * x
                  + (6 * b + 30 * c) * x * x
                  + (-12 * b - 48 * c) * x
                  + 8 * b
                  + 24 * c
              : (12 - 9 * b - 6 * c) * x * x * x + (-18 + 12 * b + 6 * c) * x * x + 6 - 2 * b;
      return sixth / 6;
    }
  }

  private static Array scaled(Call c) {
    int[] size = ShapeKernels.whole(c.input(1));
    float[] scale = c.input(2).values();
    float[] translation = c.input(3).values();
    Bell bell = Bell.of(c.text("kernel_type"));
    Array x = c.input(0);
    for (int axis = 0; axis < 2; axis++) {
      ResizeKernels.Share share =
          share(bell, x.axis(axis + 1), scale[axis], translation[axis], c.flag("antialias"));
      x = ResizeKernels.weighed(x, axis + 1, size[axis], share);
    }
    return x;
  }

  private static ResizeKernels.Share share(
      Bell bell, int from, float scale, float translation, boolean antialias) {
    float inverse = 1 / scale;
    float widened = antialias ? Math.max(inverse, 1) : 1;
    float reach = (float) bell.radius() * widened;
    return (i, taken) -> {
      float place = (i + 0.5f) * inverse - inverse * translation;
      if (place < 0 || place > from) {
        return;
      }
      int first = Math.max(0, Math.min(from - 1, (int) Math.ceil(place - reach - 0.5f)));
      int last = Math.max(0, Math.min(from - 1, (int) Math.floor(place + reach - 0.5f)));
      double sum = 0;
      for (int cell = first; cell <= last; cell++) {
        sum += bell.weight().applyAsDouble(Math.abs(cell + 0.5f - place) / widened);
      }
      for (int cell = first; cell <= last && sum != 0; cell++) {
        taken.cell(
            cell, bell.weight().applyAsDouble(Math.abs(cell + 0.5f - place) / widened) / sum);
      }
    };
  }
}

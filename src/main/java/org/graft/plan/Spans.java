package org.graft.plan;

import org.graft.plan.Resize2d.ResizeMethod;

/**
 * What each cell of a resized axis takes of each cell before, where that is more than a few: by a
 * kernel laid over it, as TensorFlow's {@code scale_and_translate_op.cc} does in float32, or by
 * what it covers ({@code resize_area_op.cc}). Matrices are {@code [from, to]}.
 */
final class Spans {
  private static final float PI = (float) Math.PI;

  /** Nearer than this sin(x) / x counts as 1. */
  private static final float AT_ZERO = 1e-3f;

  private static final float GAUSSIAN_RADIUS = 1.5f;
  private static final float GAUSSIAN_DEVIATION = GAUSSIAN_RADIUS / 3;

  private Spans() {}

  /** By a kernel, which antialiasing makes as much wider as the axis becomes shorter. */
  static float[] of(ResizeMethod interpolation, boolean antialias, int from, int to) {
    float inverse = 1 / (to / (float) from);
    float widened = antialias ? Math.max(inverse, 1) : 1;
    float reach = radius(interpolation) * widened;
    float[] matrix = new float[from * to];
    for (int i = 0; i < to; i++) {
      float place = (i + 0.5f) * inverse;
      int first = within(from, (int) Math.ceil(place - reach - 0.5f));
      int last = within(from, (int) Math.floor(place + reach - 0.5f));
      float sum = 0;
      for (int cell = first; cell <= last; cell++) {
        float weight = kernel(interpolation, Math.abs((cell + 0.5f - place) * (1 / widened)));
        matrix[cell * to + i] = weight;
        sum += weight;
      }
      for (int cell = first; cell <= last; cell++) {
        matrix[cell * to + i] *= 1 / sum;
      }
    }
    return matrix;
  }

  private static int within(int length, int cell) {
    return Math.max(0, Math.min(length - 1, cell));
  }

  private static float radius(ResizeMethod interpolation) {
    return switch (interpolation) {
      case BILINEAR -> 1;
      case GAUSSIAN -> GAUSSIAN_RADIUS;
      case BICUBIC, MITCHELLCUBIC -> 2;
      case LANCZOS3 -> 3;
      case LANCZOS5 -> 5;
      case NEAREST, AREA -> throw new IllegalArgumentException(interpolation + " has no kernel");
    };
  }

  private static float kernel(ResizeMethod interpolation, float x) {
    return switch (interpolation) {
      case BILINEAR -> x < 1 ? 1 - x : 0;
      case GAUSSIAN -> gaussian(x);
      case BICUBIC -> keys(x);
      case MITCHELLCUBIC -> mitchell(x);
      case LANCZOS3, LANCZOS5 -> lanczos(radius(interpolation), x);
      case NEAREST, AREA -> throw new IllegalArgumentException(interpolation + " has no kernel");
    };
  }

  private static float gaussian(float x) {
    return x >= GAUSSIAN_RADIUS
        ? 0
        : (float) Math.exp(-x * x / (2.0 * GAUSSIAN_DEVIATION * GAUSSIAN_DEVIATION));
  }

  private static float keys(float x) {
    if (x >= 2) {
      return 0;
    }
    return x >= 1 ? ((-0.5f * x + 2.5f) * x - 4) * x + 2 : ((1.5f * x - 2.5f) * x) * x + 1;
  }

  private static float mitchell(float x) {
    if (x >= 2) {
      return 0;
    }
    return x >= 1
        ? (((-7f / 18) * x + 2) * x - 10f / 3) * x + 16f / 9
        : (((7f / 6) * x - 2) * x) * x + 8f / 9;
  }

  private static float lanczos(float radius, float x) {
    if (x > radius) {
      return 0;
    }
    if (x <= AT_ZERO) {
      return 1;
    }
    double sines = Math.sin(PI * x) * Math.sin(PI * x / radius);
    return (float) (radius * sines / (PI * PI * x * x));
  }

  /** Each cell counts as much as is covered of it. */
  static float[] area(int from, int to) {
    float scale = from / (float) to;
    float[] matrix = new float[from * to];
    for (int i = 0; i < to; i++) {
      float begins = i * scale;
      float ends = (i + 1) * scale;
      for (int cell = (int) Math.floor(begins); cell < Math.ceil(ends); cell++) {
        float covered = Math.min(cell + 1, ends) - Math.max(cell, begins);
        matrix[within(from, cell) * to + i] += covered / scale;
      }
    }
    return matrix;
  }
}

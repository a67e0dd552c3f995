package org.graft.image;

/**
 * Which source positions along one axis make up each target position, and with what weight.
 *
 * @param each taps per target position
 * @param indices {@code [targets, each]}, within the source
 * @param weights {@code [targets, each]}, the sum over each target's being 1
 */
record ResampleTaps(int each, int[] indices, float[] weights) {
  /** TensorFlow's cubic kernel is a table of this many steps between two pixels. */
  private static final float CUBIC_STEPS = 1024;

  /** Number of target positions. */
  int targets() {
    return indices.length / each;
  }

  /**
   * Pillow's {@code NEAREST}, after {@code ImagingScaleAffine}: the position is summed up step by
   * step in double precision, so that rounding errors add up and choose the pixel on a tie.
   */
  static ResampleTaps nearest(int source, int target) {
    ResampleTaps taps = new ResampleTaps(1, new int[target], new float[target]);
    double step = (double) source / target;
    double position = step / 2;
    for (int i = 0; i < target; i++) {
      taps.set(i, 0, Math.min((int) position, source - 1), 1);
      position += step;
    }
    return taps;
  }

  /** TensorFlow's bilinear interpolation with half-pixel centres and no antialiasing. */
  static ResampleTaps bilinear(int source, int target) {
    ResampleTaps taps = new ResampleTaps(2, new int[2 * target], new float[2 * target]);
    for (int i = 0; i < target; i++) {
      float position = position(i, source, target);
      int below = (int) Math.floor(position);
      float share = position - below;
      taps.set(i, 0, Math.max(below, 0), 1 - share);
      taps.set(i, 1, Math.min(below + 1, source - 1), share);
    }
    return taps;
  }

  /**
   * TensorFlow's bicubic interpolation with half-pixel centres and no antialiasing: Keys' kernel
   * with a = -0.5 at distances rounded to 1/1024; pixels outside the image weigh nothing and the
   * others are scaled to a sum of 1.
   */
  static ResampleTaps bicubic(int source, int target) {
    int each = 4;
    ResampleTaps taps = new ResampleTaps(each, new int[each * target], new float[each * target]);
    for (int i = 0; i < target; i++) {
      float position = position(i, source, target);
      int below = (int) Math.floor(position);
      float share = (float) Math.rint((position - below) * CUBIC_STEPS) / CUBIC_STEPS;
      for (int t = 0; t < each; t++) {
        int index = below - 1 + t;
        boolean inside = index >= 0 && index < source;
        float weight = inside ? keys(Math.abs(share + 1 - t)) : 0;
        taps.set(i, t, inside ? index : 0, weight);
      }
      taps.normalise(i);
    }
    return taps;
  }

  /** To fewer positions, each the mean of the stretch that it covers, parts of pixels included. */
  static ResampleTaps area(int source, int target) {
    double step = source / (double) target;
    int each = (int) Math.ceil(step) + 1;
    ResampleTaps taps = new ResampleTaps(each, new int[each * target], new float[each * target]);
    for (int i = 0; i < target; i++) {
      int first = (int) (i * step);
      for (int t = 0; t < each; t++) {
        double covered = Math.min((i + 1) * step, first + t + 1) - Math.max(i * step, first + t);
        taps.set(i, t, Math.min(first + t, source - 1), (float) Math.max(0, covered));
      }
      taps.normalise(i);
    }
    return taps;
  }

  private void set(int target, int tap, int index, float weight) {
    indices[target * each + tap] = index;
    weights[target * each + tap] = weight;
  }

  private void normalise(int target) {
    float sum = 0;
    for (int t = 0; t < each; t++) {
      sum += weights[target * each + t];
    }
    for (int t = 0; t < each; t++) {
      weights[target * each + t] /= sum;
    }
  }

  /** The target's centre in source coordinates, in single precision as in TensorFlow. */
  private static float position(int i, int source, int target) {
    float scale = source / (float) target;
    return (i + 0.5f) * scale - 0.5f;
  }

  /** R. Keys, Cubic convolution interpolation for digital image processing, 1981, a = -1/2. */
  private static float keys(float distance) {
    return distance <= 1
        ? (1.5f * distance - 2.5f) * distance * distance + 1
        : ((-0.5f * distance + 2.5f) * distance - 4) * distance + 2;
  }
}

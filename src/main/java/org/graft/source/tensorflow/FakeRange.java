package org.graft.source.tensorflow;

/**
 * The range of a fake quantisation, moved so that 0 is one of its steps ({@code Nudge} of
 * tensorflow/core/kernels/fake_quant_ops_functor.h), in float32.
 */
record FakeRange(float least, float most, float step) {

  static FakeRange of(float min, float max, long bits, boolean narrow) {
    if (!(min <= 0 && max >= 0 && min < max) || bits < 2 || bits > 16) {
      throw new IllegalArgumentException(
          "a range from " + min + " to " + max + " in " + bits + " bits cannot be rounded to");
    }
    float first = narrow ? 1 : 0;
    float last = (1 << bits) - 1;
    float step = (max - min) / (last - first);
    float zero = first - min / step;
    float nudged = zero < first ? first : zero > last ? last : (float) Math.floor(zero + 0.5f);
    return new FakeRange((first - nudged) * step, (last - nudged) * step, step);
  }
}

package org.graft.plan;

/**
 * Values clipped to {@code least..most} and rounded to whole {@code step}s above {@code least}:
 * {@code floor((clip(x) - least) / step + 0.5) * step + least}. TensorFlow's
 * FakeQuantWithMinMaxVars with its range nudged so that 0 is a step.
 */
public record FakeQuantize(String name, String input, float least, float most, float step)
    implements Unary {}

package org.graft.feature;

import org.graft.failure.WorkFailedException;
import org.graft.plan.Tensor;

/** Whether an engine gives what SameDiff gives. */
public final class Agreement {
  /**
   * Rounding that a deep network may amplify; a wrong operation is off by far more. As a share of
   * the greatest magnitude among the outputs.
   */
  static final double TOLERANCE = 1e-3;

  private Agreement() {}

  /**
   * Lets what an engine gives for some images pass if it is what SameDiff gives for them.
   *
   * @param found {@code [n, ..]}
   * @throws WorkFailedException if it is not, within {@link #TOLERANCE}
   */
  public static void require(EngineChoice engine, Tensor found, Tensor expected) {
    float[] own = expected.values();
    float[] others = found.values();
    double magnitude = 0;
    double difference = others.length == own.length ? 0 : Double.NaN;
    for (int i = 0; i < Math.min(own.length, others.length); i++) {
      magnitude = Math.max(magnitude, Math.abs(own[i]));
      difference = Math.max(difference, Math.abs((double) own[i] - others[i]));
    }
    if (!(difference <= TOLERANCE * magnitude)) {
      throw new WorkFailedException(
          String.format(
              "%s and samediff disagree on the first %d images: off by %.1e where the"
                  + " greatest value is %.1e, at most %.0e of it expected; --engine samediff goes on"
                  + " without the other",
              engine, expected.shape()[0], difference, magnitude, TOLERANCE));
    }
  }
}

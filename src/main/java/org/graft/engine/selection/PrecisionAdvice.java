package org.graft.engine.selection;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.graft.engine.Engine;
import org.graft.engine.Precision;
import org.graft.failure.Hint;
import org.graft.plan.Model;
import org.graft.plan.Tensor;

/** What bfloat16 would save of a long run in float32, on a processor with units for it. */
public final class PrecisionAdvice {
  private static final double LONG = 60;

  /**
   * Share of the time that must be saved: units without AMX are no faster than float32's Winograd.
   */
  private static final double WORTH_SAYING = 0.1;

  private final double least;
  private double seconds;
  private int images;
  private Map<String, Tensor> batch = Map.of();

  /** For runs of more than a minute. */
  public PrecisionAdvice() {
    this(LONG);
  }

  /**
   * @param least seconds of a run that is long
   */
  PrecisionAdvice(double least) {
    this.least = least;
  }

  /** Notes how long a batch took. */
  public void ran(Map<String, Tensor> inputs, double took) {
    batch = inputs;
    images += count();
    seconds += took;
  }

  private int count() {
    return batch.values().iterator().next().shape()[0];
  }

  /**
   * A line for the user after a long run of {@code engine}, which is closed: the last batch is run
   * in bfloat16 and timed.
   */
  public Optional<String> line(EngineChoice engine, Precision precision, Model model) {
    boolean due =
        seconds >= least
            && images > 0
            && precision == Precision.FLOAT32
            && engine.kind().hasUnitsFor(Precision.BFLOAT16);
    return due ? measured(engine, model) : Optional.empty();
  }

  private Optional<String> measured(EngineChoice engine, Model model) {
    EngineSettings settings = new EngineSettings(engine, Precision.BFLOAT16, false);
    try (Engine half = Engines.load(engine, settings, model, count())) {
      half.run(batch);
      long begin = System.nanoTime();
      half.run(batch);
      double other = (System.nanoTime() - begin) / 1e9 / count() * images;
      return line(seconds, other);
    }
  }

  /**
   * What is said of a run of {@code seconds} that would take {@code other}, if it is worth saying.
   */
  static Optional<String> line(double seconds, double other) {
    return other > seconds * (1 - WORTH_SAYING)
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the base took %.0f s in float32; %s would take about %.0f s",
                seconds,
                Hint.PRECISION.to(Precision.BFLOAT16),
                other));
  }
}

package org.graft.engine.selection;

import java.util.Map;
import java.util.Optional;
import org.graft.engine.Engine;
import org.graft.engine.EngineChoice;
import org.graft.engine.Precision;
import org.graft.engine.onednn.OneDnn;
import org.graft.failure.Hint;
import org.graft.plan.Model;
import org.graft.plan.Tensor;

/** What bfloat16 would save of a long run in float32, on a processor with units for it. */
public final class PrecisionAdvice {
  private static final double LONG = 60;

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
            && engine == EngineChoice.ONEDNN
            && precision == Precision.FLOAT32
            && OneDnn.supports(Precision.BFLOAT16);
    return due ? Optional.of(line(model)) : Optional.empty();
  }

  private String line(Model model) {
    try (Engine half = Engines.load(EngineChoice.ONEDNN, Precision.BFLOAT16, model, count())) {
      half.run(batch);
      long begin = System.nanoTime();
      half.run(batch);
      double other = (System.nanoTime() - begin) / 1e9 / count() * images;
      return String.format(
          "the base took %.0f s in float32; %s would take about %.0f s",
          seconds, Hint.PRECISION.to(Precision.BFLOAT16), other);
    }
  }
}

package org.graft.feature;

import org.graft.failure.UnsupportedModelException;
import org.graft.failure.WorkFailedException;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.graft.tape.FrozenNetwork;

/**
 * Makes the engine that a frozen network runs on. Another is let in only after it gave what
 * SameDiff gives on the first images, within {@link #TOLERANCE} of the greatest value.
 *
 * @param probe the first images, {@code [n, height, width, 3]}, RGB 0..255
 * @param images how many there are in all
 */
record EngineRace(Model model, Tensor probe, int images) {
  /**
   * Rounding that a deep network may amplify; a wrong operation is off by far more. As a share of
   * the greatest magnitude among the outputs.
   */
  static final double TOLERANCE = 1e-3;

  /** What exporting a network and loading it takes, about, in seconds. */
  private static final double LOADING = 0.7;

  /** Of a network's products at most these may be left for Graft's engine to be the rival. */
  private static final double FEW = 0.5;

  /** An engine and what the choice came to. */
  record Winner(EngineChoice choice, Engine engine) {}

  Winner run(EngineChoice choice) {
    SameDiffEngine sameDiff = SameDiffEngine.of(model);
    Winner known = new Winner(EngineChoice.SAMEDIFF, sameDiff);
    if (choice == EngineChoice.SAMEDIFF) {
      return known;
    }
    Tensor expected = FeatureRows.finite(sameDiff.run(probe), sameDiff.network().output());
    if (choice != EngineChoice.AUTO) {
      return chosen(rival(choice, sameDiff, expected), known);
    }
    double limit = seconds(sameDiff);
    if (limit * images <= LOADING) {
      return known;
    }
    try {
      Winner rival = rival(rival(), sameDiff, expected);
      return seconds(rival.engine()) <= limit ? chosen(rival, known) : chosen(known, rival);
    } catch (UnsupportedModelException e) {
      return known;
    }
  }

  /** The engine that may be faster than SameDiff. */
  private EngineChoice rival() {
    return FrozenNetwork.productsLeft(model) <= FEW ? EngineChoice.GRAFT : EngineChoice.ONNXRUNTIME;
  }

  private Winner rival(EngineChoice choice, SameDiffEngine sameDiff, Tensor expected) {
    Engine engine =
        choice == EngineChoice.GRAFT ? GraftEngine.of(model) : OnnxEngine.of(sameDiff.network());
    return new Winner(choice, proved(choice, engine, probe, expected));
  }

  private static Winner chosen(Winner one, Winner other) {
    other.engine().close();
    return one;
  }

  /** Per image, when the engine is warm. */
  private double seconds(Engine engine) {
    long begin = System.nanoTime();
    engine.run(probe);
    return (System.nanoTime() - begin) / 1e9 / probe.shape()[0];
  }

  /** Hands an engine back that gives for {@code probe} what is expected, and closes any other. */
  static Engine proved(EngineChoice choice, Engine engine, Tensor probe, Tensor expected) {
    float[] own = expected.values();
    float[] others = engine.run(probe).values();
    double magnitude = 0;
    double difference = others.length == own.length ? 0 : Double.NaN;
    for (int i = 0; i < Math.min(own.length, others.length); i++) {
      magnitude = Math.max(magnitude, Math.abs(own[i]));
      difference = Math.max(difference, Math.abs((double) own[i] - others[i]));
    }
    if (difference <= TOLERANCE * magnitude) {
      return engine;
    }
    engine.close();
    throw new WorkFailedException(
        String.format(
            "%s and samediff disagree on the first %d images: off by %.1e where the"
                + " greatest value is %.1e, at most %.0e of it expected; --engine samediff goes on"
                + " without the other",
            choice, probe.shape()[0], difference, magnitude, TOLERANCE));
  }
}

package org.graft.feature;

import org.graft.failure.UnsupportedModelException;
import org.graft.failure.WorkFailedException;
import org.graft.plan.Model;
import org.graft.plan.Tensor;

/**
 * Makes the engine that a frozen network runs on. ONNX Runtime is let in only after it gave what
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

  /** An engine and what the choice came to. */
  record Winner(EngineChoice choice, Engine engine) {}

  Winner run(EngineChoice choice) {
    SameDiffEngine sameDiff = SameDiffEngine.of(model);
    if (choice == EngineChoice.SAMEDIFF) {
      return new Winner(choice, sameDiff);
    }
    Tensor expected = FeatureRows.finite(sameDiff.run(probe), sameDiff.network().output());
    double limit = seconds(sameDiff);
    if (choice == EngineChoice.AUTO && limit * images <= LOADING) {
      return new Winner(EngineChoice.SAMEDIFF, sameDiff);
    }
    try {
      Engine onnx = proved(OnnxEngine.of(sameDiff.network()), probe, expected);
      return choice == EngineChoice.ONNXRUNTIME || seconds(onnx) <= limit
          ? winner(EngineChoice.ONNXRUNTIME, onnx, sameDiff)
          : winner(EngineChoice.SAMEDIFF, sameDiff, onnx);
    } catch (UnsupportedModelException e) {
      if (choice == EngineChoice.ONNXRUNTIME) {
        throw e;
      }
      return new Winner(EngineChoice.SAMEDIFF, sameDiff);
    }
  }

  private static Winner winner(EngineChoice choice, Engine engine, Engine other) {
    other.close();
    return new Winner(choice, engine);
  }

  /** Per image, when the engine is warm. */
  private double seconds(Engine engine) {
    long begin = System.nanoTime();
    engine.run(probe);
    return (System.nanoTime() - begin) / 1e9 / probe.shape()[0];
  }

  /** Hands an engine back that gives for {@code probe} what is expected, and closes any other. */
  static Engine proved(Engine engine, Tensor probe, Tensor expected) {
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
            "ONNX Runtime and SameDiff disagree on the first %d images: off by %.1e where the"
                + " greatest value is %.1e, at most %.0e of it expected; --engine samediff goes on"
                + " without the other",
            probe.shape()[0], difference, magnitude, TOLERANCE));
  }
}

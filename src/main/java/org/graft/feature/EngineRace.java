package org.graft.feature;

import java.util.concurrent.CompletableFuture;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.graft.tape.FrozenNetwork;

/**
 * Makes the engine that a frozen network runs on. Another is let in only after it gave what
 * SameDiff gives on the first images, within {@link Agreement#TOLERANCE} of the greatest value.
 *
 * @param probe the first images, {@code [n, height, width, 3]}, RGB 0..255
 * @param images how many there are in all
 */
record EngineRace(Model model, Tensor probe, int images) {
  /** What exporting a network and loading it takes, about, in seconds. */
  private static final double LOADING = 0.7;

  /**
   * Where at most so many of a network's products are left, Graft's engine is the faster on whole
   * batches, which the first images do not show: they are too few to repay reading its kernels.
   */
  private static final double FEW = 0.5;

  /** An engine and what the choice came to. */
  record Winner(EngineChoice choice, Engine engine) {}

  Winner run(EngineChoice choice) {
    EngineChoice rival = choice == EngineChoice.AUTO ? likely() : choice;
    return switch (rival) {
      case GRAFT -> graft(choice);
      case ONNXRUNTIME -> onnx(choice);
      default -> new Winner(EngineChoice.SAMEDIFF, SameDiffEngine.of(model));
    };
  }

  /** The engine that may be faster than SameDiff. */
  private EngineChoice likely() {
    return FrozenNetwork.productsLeft(model) <= FEW ? EngineChoice.GRAFT : EngineChoice.ONNXRUNTIME;
  }

  /** Graft's engine is made while SameDiff tells what it must give. */
  private Winner graft(EngineChoice choice) {
    CompletableFuture<GraftEngine> engine = GraftEngine.ofSoon(model);
    SameDiffEngine sameDiff = SameDiffEngine.of(model);
    long begin = System.nanoTime();
    Tensor expected = expected(sameDiff);
    if (choice == EngineChoice.AUTO && seconds(begin) * images <= LOADING) {
      CompletableFuture<Void> unused = engine.thenAccept(GraftEngine::close);
      return new Winner(EngineChoice.SAMEDIFF, sameDiff);
    }
    sameDiff.close();
    return new Winner(
        EngineChoice.GRAFT, proved(EngineChoice.GRAFT, engine.join(), probe, expected));
  }

  /** ONNX Runtime gets what SameDiff runs, and must be faster if there is a choice. */
  private Winner onnx(EngineChoice choice) {
    SameDiffEngine sameDiff = SameDiffEngine.of(model);
    Winner known = new Winner(EngineChoice.SAMEDIFF, sameDiff);
    Tensor expected = expected(sameDiff);
    boolean open = choice == EngineChoice.AUTO;
    double limit = open ? seconds(sameDiff) : 0;
    if (open && limit * images <= LOADING) {
      return known;
    }
    try {
      Engine onnx = OnnxEngine.of(sameDiff.network());
      Winner rival =
          new Winner(
              EngineChoice.ONNXRUNTIME, proved(EngineChoice.ONNXRUNTIME, onnx, probe, expected));
      boolean wins = !open || seconds(onnx) <= limit;
      (wins ? known : rival).engine().close();
      return wins ? rival : known;
    } catch (UnsupportedModelException e) {
      if (!open) {
        throw e;
      }
      return known;
    }
  }

  private Tensor expected(SameDiffEngine sameDiff) {
    return FeatureRows.finite(sameDiff.run(probe), sameDiff.network().output());
  }

  /** Per image, when the engine is warm. */
  private double seconds(Engine engine) {
    long begin = System.nanoTime();
    engine.run(probe);
    return seconds(begin);
  }

  private double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9 / probe.shape()[0];
  }

  /** Hands an engine back that gives for {@code probe} what is expected, and closes any other. */
  static Engine proved(EngineChoice choice, Engine engine, Tensor probe, Tensor expected) {
    try {
      Agreement.require(choice, engine.run(probe), expected);
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
    return engine;
  }
}

package org.graft.engine.selection;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.graft.engine.Engine;
import org.graft.engine.Precision;
import org.graft.failure.Hint;
import org.graft.plan.Activation;
import org.graft.plan.Conv2d;
import org.graft.plan.Input;
import org.graft.plan.Model;
import org.graft.plan.Padding;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.plan.Window;

/**
 * Whether a precision is of use on this processor, by two usual convolutions, of 3x3 and of 1x1.
 * With AMX bfloat16 is several times as fast as float32; units of AVX512-BF16 alone may be slower
 * than float32's Winograd.
 */
public final class PrecisionSpeed {
  private static final int SIDE = 28;
  private static final int CHANNELS = 128;
  private static final int BATCH = 8;
  private static final int RUNS = 5;

  /** Times as long as float32 that is no noise. */
  private static final double CLEARLY = 1.25;

  private PrecisionSpeed() {}

  /**
   * What serves a user who asks for {@code asked} to be fast: float32, if that is clearly faster
   * here and more exact besides.
   *
   * @param told in one line if so
   * @throws org.graft.failure.InputException if the processor has no units for it
   */
  public static Precision worthwhile(Precision asked, Consumer<String> told) {
    Engines.require(settings(asked));
    if (asked == Precision.FLOAT32) {
      return asked;
    }
    EngineChoice engine = Engines.of(settings(asked)).get(0);
    double times = seconds(engine, asked) / seconds(engine, Precision.FLOAT32);
    return chosen(asked, times, told);
  }

  /**
   * The same.
   *
   * @param times as long as float32 that {@code asked} takes
   */
  static Precision chosen(Precision asked, double times, Consumer<String> told) {
    if (times < CLEARLY) {
      return asked;
    }
    told.accept(
        ("%s takes %.1f times as long as %s on this processor, which computes it without"
                + " AMX: %s it is")
            .formatted(asked, times, Precision.FLOAT32, Hint.PRECISION.to(Precision.FLOAT32)));
    return Precision.FLOAT32;
  }

  private static EngineSettings settings(Precision precision) {
    return new EngineSettings(EngineChoice.AUTO, precision, false);
  }

  private static double seconds(EngineChoice choice, Precision precision) {
    float[] pixels = new float[BATCH * SIDE * SIDE * CHANNELS];
    Arrays.fill(pixels, 1);
    Map<String, Tensor> inputs = Map.of("map", new Tensor(pixels, BATCH, SIDE, SIDE, CHANNELS));
    double best = Double.POSITIVE_INFINITY;
    try (Engine engine = Engines.load(choice, settings(precision), model(), BATCH)) {
      for (int i = 0; i < RUNS; i++) {
        long begin = System.nanoTime();
        engine.run(inputs);
        best = Math.min(best, (System.nanoTime() - begin) / 1e9);
      }
    }
    return best;
  }

  private static Model model() {
    return new Model(
        new Plan(
            List.of(
                new Input("map", Shape.square(SIDE, CHANNELS)),
                convolution("wide", "map", 3),
                convolution("narrow", "wide", 1))),
        Weights.builder()
            .put("wide", Weights.KERNEL, kernel(3))
            .put("narrow", Weights.KERNEL, kernel(1))
            .build());
  }

  private static Conv2d convolution(String name, String input, int side) {
    Window window = new Window(Size2d.square(side), Size2d.square(1), Padding.SAME);
    return new Conv2d(name, input, CHANNELS, window, 1, false, Activation.RELU);
  }

  private static Tensor kernel(int side) {
    float[] values = new float[side * side * CHANNELS * CHANNELS];
    Arrays.fill(values, 0.01f);
    return new Tensor(values, side, side, CHANNELS, CHANNELS);
  }
}

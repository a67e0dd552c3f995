package org.graft.train;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.graft.graph.Network;
import org.graft.plan.Tensor;
import org.graft.train.optimizer.Slots;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The steps of a phase's optimiser over parameters in native memory. An array passes through Java's
 * memory whole, a long one in stretches that stay in a processor's cache, on all processors: each
 * value depends on its own past alone, so that it comes out the same to the bit.
 */
final class Descent {
  private static final int STRETCH = 1 << 14;
  private static final int SHARED_OUT = 8 * STRETCH;

  private final Phase phase;
  private final Map<String, INDArray> parameters;
  private final Slots slots;

  /** Of {@code parameters}, which are changed in place. */
  Descent(Phase phase, Map<String, INDArray> parameters) {
    this.phase = phase;
    this.parameters = parameters;
    Map<String, int[]> shapes = new LinkedHashMap<>();
    parameters.forEach((name, array) -> shapes.put(name, Network.axes(array)));
    this.slots = new Slots(phase.optimizer(), shapes);
  }

  /** The optimiser's state by slot and parameter, live. */
  Map<String, Map<String, Tensor>> slots() {
    return slots.bySlot();
  }

  /**
   * One step against {@code gradients} at the learning rate {@code rate}.
   *
   * @param number of the step, counted from 1
   */
  void step(Map<String, INDArray> gradients, double rate, long number) {
    parameters.forEach(
        (name, array) -> {
          FloatBuffer weight = Network.values(array);
          FloatBuffer gradient = Network.values(gradients.get(name));
          Map<String, float[]> state = slots.of(name);
          float kept = phase.decays(name) ? (float) (1 - rate * phase.weightDecay()) : 1;
          int length = weight.capacity();
          forEachStretch(
              length,
              (from, count) -> {
                float[] some = read(weight, from, count);
                decay(some, kept);
                Map<String, float[]> own = count == length ? state : copies(state, from, count);
                phase.optimizer().update(some, read(gradient, from, count), own, rate, number);
                weight.put(from, some);
                if (own != state) {
                  own.forEach((slot, v) -> System.arraycopy(v, 0, state.get(slot), from, count));
                }
              });
        });
  }

  /** Values that one processor takes at a time. */
  @FunctionalInterface
  private interface Stretch {
    void update(int from, int count);
  }

  private static void forEachStretch(int length, Stretch work) {
    if (length <= SHARED_OUT) {
      work.update(0, length);
      return;
    }
    IntStream.range(0, (length + STRETCH - 1) / STRETCH)
        .parallel()
        .map(stretch -> stretch * STRETCH)
        .forEach(from -> work.update(from, Math.min(STRETCH, length - from)));
  }

  private static float[] read(FloatBuffer values, int from, int count) {
    float[] some = new float[count];
    values.get(from, some);
    return some;
  }

  private static void decay(float[] values, float kept) {
    for (int i = 0; kept != 1 && i < values.length; i++) {
      values[i] *= kept;
    }
  }

  private static Map<String, float[]> copies(Map<String, float[]> state, int from, int count) {
    Map<String, float[]> copies = new LinkedHashMap<>();
    state.forEach((slot, all) -> copies.put(slot, Arrays.copyOfRange(all, from, from + count)));
    return copies;
  }
}

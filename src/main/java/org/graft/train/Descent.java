package org.graft.train;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.graft.graph.Network;
import org.graft.plan.Tensor;
import org.graft.train.optimizer.Slots;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The steps of a phase's optimiser over parameters in native memory. An array passes through Java's
 * memory in stretches that stay in a processor's cache, those of a long one on all processors: each
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
          forEachStretch(
              weight.capacity(),
              from -> {
                float[] some = read(weight, from);
                decay(some, kept);
                Map<String, float[]> own = copies(state, from, some.length);
                phase.optimizer().update(some, read(gradient, from), own, rate, number);
                weight.put(from, some);
                own.forEach((slot, v) -> System.arraycopy(v, 0, state.get(slot), from, v.length));
              });
        });
  }

  private static void forEachStretch(int length, IntConsumer work) {
    IntStream starts =
        IntStream.range(0, (length + STRETCH - 1) / STRETCH).map(stretch -> stretch * STRETCH);
    (length > SHARED_OUT ? starts.parallel() : starts).forEach(work);
  }

  private static float[] read(FloatBuffer values, int from) {
    float[] some = new float[Math.min(STRETCH, values.capacity() - from)];
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

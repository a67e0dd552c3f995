package org.graft.train;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.graft.graph.SameDiffNetwork;
import org.graft.graph.Threads;
import org.graft.plan.Tensor;
import org.graft.tape.IndexRange;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The steps of a phase's optimiser over parameters in native memory. An array passes through Java's
 * memory whole, a long one in stretches that stay in a processor's cache, on all processors: each
 * value depends on its own past alone, so that it comes out the same to the bit.
 */
final class Descent {
  private static final int STRETCH = 1 << 14;
  private static final int SHARED_OUT = 4 * STRETCH;

  private final Phase phase;
  private final Map<String, INDArray> parameters;
  private final Map<String, Map<String, Tensor>> slots = new LinkedHashMap<>();
  private final Stretch[] stretches;

  /** Of {@code parameters}, which are changed in place. */
  Descent(Phase phase, Map<String, INDArray> parameters) {
    this.phase = phase;
    this.parameters = parameters;
    for (String slot : phase.optimizer().slots()) {
      Map<String, Tensor> zeros = new LinkedHashMap<>();
      parameters.forEach(
          (name, array) -> zeros.put(name, Tensor.zeros(SameDiffNetwork.axes(array))));
      slots.put(slot, zeros);
    }
    this.stretches =
        Stream.generate(() -> new Stretch(STRETCH)).limit(Threads.count()).toArray(Stretch[]::new);
  }

  /** The optimiser's state by slot and parameter, live. */
  Map<String, Map<String, Tensor>> slots() {
    return slots;
  }

  /**
   * One step against {@code gradients} at the learning rate {@code rate}.
   *
   * @param number of the step, counted from 1
   */
  void step(Map<String, INDArray> gradients, double rate, long number) {
    parameters.forEach(
        (name, array) -> {
          FloatBuffer weight = SameDiffNetwork.values(array);
          FloatBuffer gradient = SameDiffNetwork.values(gradients.get(name));
          Map<String, float[]> state = new LinkedHashMap<>();
          slots.forEach((slot, arrays) -> state.put(slot, arrays.get(name).values()));
          float kept = phase.decays(name) ? (float) (1 - rate * phase.weightDecay()) : 1;
          forEachStretch(
              weight.capacity(),
              (from, stretch) -> {
                weight.get(from, stretch.weight);
                gradient.get(from, stretch.gradient);
                decay(stretch.weight, kept);
                Map<String, float[]> own = stretch.enter(state, from);
                phase.optimizer().update(stretch.weight, stretch.gradient, own, rate, number);
                weight.put(from, stretch.weight);
                stretch.leave(state, from);
              });
        });
  }

  private void forEachStretch(int length, BiConsumer<Integer, Stretch> work) {
    if (length <= SHARED_OUT) {
      work.accept(0, new Stretch(length));
      return;
    }
    int whole = length / STRETCH;
    IntStream.range(0, stretches.length)
        .parallel()
        .forEach(
            i -> {
              IndexRange own = IndexRange.of(whole, i, stretches.length);
              for (int next = own.from(); next < own.to(); next++) {
                work.accept(next * STRETCH, stretches[i]);
              }
            });
    if (whole * STRETCH < length) {
      work.accept(whole * STRETCH, new Stretch(length - whole * STRETCH));
    }
  }

  private static void decay(float[] values, float kept) {
    for (int i = 0; kept != 1 && i < values.length; i++) {
      values[i] *= kept;
    }
  }

  /** Copies of as many values as are updated at once, in memory that is used again. */
  private static final class Stretch {
    final float[] weight;
    final float[] gradient;
    private final Map<String, float[]> slots = new LinkedHashMap<>();

    Stretch(int length) {
      weight = new float[length];
      gradient = new float[length];
    }

    /** The optimiser's state from an index on: itself where it is no longer than this. */
    Map<String, float[]> enter(Map<String, float[]> state, int from) {
      if (state.values().stream().allMatch(all -> all.length == weight.length)) {
        return state;
      }
      state.forEach(
          (slot, all) -> {
            float[] some = slots.computeIfAbsent(slot, s -> new float[weight.length]);
            System.arraycopy(all, from, some, 0, some.length);
          });
      return slots;
    }

    void leave(Map<String, float[]> state, int from) {
      slots.forEach((slot, some) -> System.arraycopy(some, 0, state.get(slot), from, some.length));
    }
  }
}

package org.graft.train;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.graft.failure.InputException;
import org.graft.plan.Weights;
import org.jspecify.annotations.Nullable;

/**
 * Where a phase stands after whole epochs. With it, the data and the request, training goes on as
 * if it had not been left: what is random depends on the counters alone ({@link Draws}).
 *
 * @param phase number of the phase, from 0
 * @param epoch epochs that are done
 * @param step steps that are done
 * @param weights every trainable array
 * @param slots the optimiser's arrays by the slot's name, laid out as the weights
 * @param metrics of the epochs that are done
 * @param best the best epoch on held-out images, or {@code null} without any
 */
public record TrainState(
    int phase,
    int epoch,
    long step,
    Weights weights,
    Map<String, Weights> slots,
    List<EpochMetrics> metrics,
    @Nullable Best best) {
  public TrainState {
    slots = Map.copyOf(slots);
    metrics = List.copyOf(metrics);
  }

  /**
   * Holds the state against what a phase trains.
   *
   * @param trained shapes of its arrays, by their names
   * @param used the slots of its optimiser
   * @throws InputException if the state was left by another network or optimiser
   */
  void requireOf(Map<String, String> trained, Set<String> used) {
    requireSame("slots of the optimiser", new TreeSet<>(slots.keySet()), new TreeSet<>(used));
    Stream<Weights> all = Stream.concat(Stream.of(weights), slots.values().stream());
    Stream.concat(all, Stream.ofNullable(best).map(Best::weights))
        .forEach(each -> requireSame("arrays", shapes(each), new TreeMap<>(trained)));
  }

  private static Map<String, String> shapes(Weights weights) {
    Map<String, String> shapes = new TreeMap<>();
    weights.named().forEach((name, array) -> shapes.put(name, Arrays.toString(array.shape())));
    return shapes;
  }

  private void requireSame(String what, Object found, Object expected) {
    if (!found.equals(expected)) {
      throw new InputException(
          "phase %s of the training was left with other %s: expected %s, found %s; train anew"
              .formatted(phase, what, expected, found));
    }
  }

  /**
   * An epoch and the weights after it.
   *
   * @param epoch from 1
   * @param loss on the images held out
   */
  public record Best(int epoch, double loss, Weights weights) {}
}

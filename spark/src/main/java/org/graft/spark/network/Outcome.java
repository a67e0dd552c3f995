package org.graft.spark.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.graft.failure.MalformedFileException;
import org.graft.image.Pixels;

/**
 * What came of an image.
 *
 * @param values that the network gave; {@code null} where it gave none
 * @param error why, in one line; {@code null} where it gave some
 */
public record Outcome(float[] values, String error) {
  /**
   * Runs a network over images at once; what cannot be decoded is left out of it.
   *
   * @param decoder makes pixels of each; that an image cannot be decoded it says by {@link
   *     MalformedFileException}
   * @return what came of each, in their order
   */
  public static <T> List<Outcome> run(
      ImageNetwork network, List<T> images, Function<T, Pixels> decoder) {
    List<Outcome> outcomes = new ArrayList<>();
    List<float[]> decoded = new ArrayList<>();
    for (T image : images) {
      try {
        decoded.add(network.resize().apply(decoder.apply(image)));
        outcomes.add(null);
      } catch (MalformedFileException e) {
        outcomes.add(new Outcome(null, e.getMessage()));
      }
    }
    if (!decoded.isEmpty()) {
      List<float[]> values = network.run(decoded);
      int next = 0;
      for (int i = 0; i < outcomes.size(); i++) {
        if (outcomes.get(i) == null) {
          outcomes.set(i, of(values.get(next++)));
        }
      }
    }
    return outcomes;
  }

  private static Outcome of(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return new Outcome(
            null,
            "the network gives "
                + value
                + ": the image is too small for it, or the preprocessing is not its own");
      }
    }
    return new Outcome(values, null);
  }
}

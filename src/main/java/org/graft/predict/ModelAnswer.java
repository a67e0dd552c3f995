package org.graft.predict;

import java.util.List;
import java.util.Optional;

/**
 * What a model says of an image.
 *
 * @param top the likeliest labels, likeliest first; of equals the one that is listed first; none
 *     where the answer is a number
 * @param labels those that reach their thresholds, likeliest first, where an image may have several
 *     labels; empty where it has one, the likeliest
 * @param number where the model gives one
 * @param unknownBelow an image with one label is unknown whose likeliest one is less probable
 */
public record ModelAnswer(
    List<LabelProbability> top,
    Optional<List<String>> labels,
    Optional<Float> number,
    double unknownBelow) {
  /** What an image is called that no class is likely enough for. */
  public static final String UNKNOWN = "unknown";

  /** Between labels of one image in a text, as in labels files. */
  public static final String BETWEEN = "|";

  public ModelAnswer {
    top = List.copyOf(top);
    labels = labels.map(List::copyOf);
  }

  /** What the image is called by the model's own bound, which may be {@link #UNKNOWN}. */
  public String label() {
    return label(unknownBelow);
  }

  /**
   * The likeliest class, or {@link #UNKNOWN} if its probability is below {@code least}, 0..1. Where
   * an image may have several labels, all that it has, parted by {@value #BETWEEN}; where the model
   * gives a number, that.
   */
  public String label(double least) {
    if (number.isPresent()) {
      return number.get().toString();
    }
    if (labels.isPresent()) {
      return String.join(BETWEEN, labels.get());
    }
    LabelProbability first = top.get(0);
    return first.probability() < least ? UNKNOWN : first.label();
  }
}

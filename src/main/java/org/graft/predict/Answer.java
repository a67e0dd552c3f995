package org.graft.predict;

import java.util.List;
import java.util.Optional;

/**
 * What a model says of an image.
 *
 * @param top the likeliest labels, likeliest first; none where the answer is a number
 * @param labels those that reach their thresholds, likeliest first, where an image may have several
 *     labels; else empty
 * @param number where that was asked for
 */
public record Answer(
    List<LabelProbability> top, Optional<List<String>> labels, Optional<Float> number) {
  public Answer {
    top = List.copyOf(top);
    labels = labels.map(List::copyOf);
  }
}

package org.graft.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.graft.storage.OrDefault;

/**
 * How well the same training does on images that it has not seen, part by part.
 *
 * @param accuracies on each part, trained on the others, 0..1
 * @param mean of the accuracies
 * @param deviation of the accuracies from their mean, that of a sample: with n - 1
 * @param doubts the images whose labels are doubtful, clearest first, a hundred at most; none of
 *     other tasks than classes, and in older runs
 */
public record CrossValidation(
    @JsonProperty("fold_accuracies") List<Double> accuracies,
    double mean,
    double deviation,
    @OrDefault @JsonProperty("doubtful_labels") List<Doubt> doubts) {
  public CrossValidation {
    accuracies = List.copyOf(accuracies);
    doubts = doubts == null ? List.of() : List.copyOf(doubts);
  }

  /** By what counts in the task, on each of at least two parts. */
  static CrossValidation ofParts(List<Evaluation> parts) {
    return of(
        parts.stream().map(part -> part.measures().score()).toList(),
        parts.get(0).task() instanceof Classes ? Doubt.of(parts) : List.of());
  }

  /** With mean and deviation of at least two accuracies. */
  static CrossValidation of(List<Double> accuracies, List<Doubt> doubts) {
    double mean = accuracies.stream().mapToDouble(a -> a).average().orElseThrow();
    double squares = accuracies.stream().mapToDouble(a -> (a - mean) * (a - mean)).sum();
    return new CrossValidation(
        accuracies, mean, Math.sqrt(squares / (accuracies.size() - 1)), doubts);
  }
}

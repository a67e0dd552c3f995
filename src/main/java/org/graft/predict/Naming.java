package org.graft.predict;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.graft.provenance.ModelCard;
import org.graft.provenance.TaskCard;

/**
 * What a model's probabilities name.
 *
 * @param labels in the order of the outputs
 * @param thresholds from which on each label is named, where an image may have several; empty where
 *     it has one, the likeliest
 */
public record Naming(List<String> labels, Optional<List<Float>> thresholds) {
  public Naming {
    labels = List.copyOf(labels);
    thresholds = thresholds.map(List::copyOf);
  }

  /** Of an exported model. */
  public static Naming of(ModelCard card) {
    return new Naming(card.labels(), card.task().map(TaskCard::thresholds));
  }

  /** Of classes. */
  public static Naming ofClasses(List<String> labels) {
    return new Naming(labels, Optional.empty());
  }

  /** The labels that reach their thresholds, likeliest first; empty where an image has one. */
  public Optional<List<String>> named(float... probabilities) {
    return thresholds.map(
        from ->
            IntStream.range(0, probabilities.length)
                .filter(i -> probabilities[i] >= from.get(i))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -probabilities[i]))
                .map(labels::get)
                .toList());
  }
}

package org.graft.predict;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.graft.card.ModelCard;
import org.graft.card.TaskCard;

/**
 * What a model's outputs mean.
 *
 * @param labels in the order of the outputs
 * @param thresholds empty where an image has one label, the likeliest; from which on each label is
 *     named, where it may have several; of no length where the output is a number
 * @param unknownBelow an image with one label is unknown whose likeliest one is less probable; 0
 *     where all are answered
 */
public record Naming(List<String> labels, Optional<List<Float>> thresholds, double unknownBelow) {

  public Naming {
    labels = List.copyOf(labels);
    thresholds = thresholds.map(List::copyOf);
  }

  /** Of an exported model. */
  public static Naming of(ModelCard card) {
    return new Naming(
        card.labels(), card.task().map(TaskCard::thresholds), card.unknownBelow().orElse(0));
  }

  /** Of classes. */
  public static Naming ofClasses(List<String> labels) {
    return new Naming(labels, Optional.empty(), 0);
  }

  /** Whether the output is a number rather than probabilities. */
  public boolean isNumber() {
    return thresholds.filter(List::isEmpty).isPresent();
  }

  /**
   * What is said of an image.
   *
   * @param outputs one for each label, in their order
   * @param top how many of the likeliest labels are told
   */
  public ModelAnswer answer(float[] outputs, int top) {
    return isNumber()
        ? new ModelAnswer(List.of(), Optional.empty(), Optional.of(outputs[0]), unknownBelow)
        : new ModelAnswer(
            Prediction.top(labels, outputs, top), named(outputs), Optional.empty(), unknownBelow);
  }

  /** The labels that reach their thresholds, likeliest first; empty where an image has one. */
  private Optional<List<String>> named(float... probabilities) {
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

package org.graft.predict;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a model makes of an image.
 *
 * @param top the likeliest labels, likeliest first; of equals the one that is listed first
 * @param labels those that reach their thresholds, likeliest first, where an image may have several
 *     labels; empty where it has one, the likeliest
 * @param number where the model gives one; there are no labels then
 */
public record Prediction(
    Path image, List<LabelProbability> top, Optional<List<String>> labels, Optional<Float> number) {
  /** What an image is called that no class is likely enough for. */
  public static final String UNKNOWN = "unknown";

  /** Between labels of one image in a text, as in labels files. */
  public static final String BETWEEN = "|";

  public Prediction {
    top = List.copyOf(top);
    labels = labels.map(List::copyOf);
  }

  /**
   * Picks the {@code count} likeliest labels, or all when there are fewer.
   *
   * @param probabilities one for each label, in the order of the labels; or the number
   */
  public static Prediction of(Path image, Naming naming, float[] probabilities, int count) {
    Answer answer = naming.answer(probabilities, count);
    return new Prediction(image, answer.top(), answer.labels(), answer.number());
  }

  /**
   * The {@code count} likeliest classes, or all when there are fewer, likeliest first; of equals
   * the one that is listed first.
   *
   * @param count at least 1
   */
  public static List<LabelProbability> top(List<String> labels, float[] probabilities, int count) {
    float[] ascending = probabilities.clone();
    Arrays.sort(ascending);
    float least = ascending[Math.max(0, ascending.length - count)];
    Comparator<Integer> likeliest = Comparator.comparingDouble(i -> -probabilities[i]);
    return IntStream.range(0, probabilities.length)
        .filter(i -> !(probabilities[i] < least))
        .boxed()
        .sorted(likeliest)
        .limit(count)
        .map(i -> new LabelProbability(labels.get(i), probabilities[i]))
        .toList();
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

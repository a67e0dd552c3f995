package org.graft.predict;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a model makes of an image. */
public record Prediction(Path image, ModelAnswer answer) {
  /**
   * Picks the {@code count} likeliest labels, or all when there are fewer.
   *
   * @param probabilities one for each label, in the order of the labels; or the number
   */
  public static Prediction of(Path image, Naming naming, float[] probabilities, int count) {
    return new Prediction(image, naming.answer(probabilities, count));
  }

  /** As {@link ModelAnswer#top}. */
  public List<LabelProbability> top() {
    return answer.top();
  }

  /** As {@link ModelAnswer#labels}. */
  public Optional<List<String>> labels() {
    return answer.labels();
  }

  /** As {@link ModelAnswer#number}. */
  public Optional<Float> number() {
    return answer.number();
  }

  /** As {@link ModelAnswer#label()}. */
  public String label() {
    return answer.label();
  }

  /** As {@link ModelAnswer#label(double)}. */
  public String label(double least) {
    return answer.label(least);
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
}

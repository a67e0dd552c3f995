package org.graft.predict;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The likeliest classes of an image, likeliest first; of equals the one that is listed first. */
public record Prediction(Path image, List<LabelProbability> top) {
  /** What an image is called that no class is likely enough for. */
  public static final String UNKNOWN = "unknown";

  public Prediction {
    top = List.copyOf(top);
  }

  /**
   * Picks the {@code count} likeliest classes, or all when there are fewer.
   *
   * @param probabilities one for each label, in the order of the labels
   */
  public static Prediction of(Path image, List<String> labels, float[] probabilities, int count) {
    return new Prediction(image, top(labels, probabilities, count));
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

  /** The likeliest class, or {@link #UNKNOWN} if its probability is below {@code least}, 0..1. */
  public String label(double least) {
    LabelProbability first = top.get(0);
    return first.probability() < least ? UNKNOWN : first.label();
  }
}

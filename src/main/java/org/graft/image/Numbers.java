package org.graft.image;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Numbers of images.
 *
 * @param numbers finite, each once
 */
public record Numbers(List<Double> numbers) implements Targets {
  /** Most groups that images are put into by their numbers. */
  public static final int GROUPS = 10;

  /** Images that a group should have. */
  private static final int LEAST = 5;

  public Numbers {
    numbers = List.copyOf(numbers);
    for (double number : numbers) {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException("no number: " + number);
      }
    }
  }

  @Override
  public int count() {
    return numbers.size();
  }

  @Override
  public String named(int answer, List<String> labels) {
    return String.valueOf(numbers.get(answer));
  }

  /** As many images in each, from the smallest numbers to the greatest. */
  @Override
  public int[] strata(int outputs, int... answers) {
    int groups = Math.max(1, Math.min(GROUPS, answers.length / LEAST));
    List<Integer> ascending =
        IntStream.range(0, answers.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> numbers.get(answers[i])))
            .toList();
    int[] strata = new int[answers.length];
    for (int rank = 0; rank < strata.length; rank++) {
      strata[ascending.get(rank)] = (int) ((long) rank * groups / strata.length);
    }
    return strata;
  }

  @Override
  public String stratum(int group, List<String> labels) {
    return "group " + (group + 1);
  }

  @Override
  public void requireOutputs(int outputs) {
    if (outputs != 1) {
      throw new IllegalArgumentException("one number an image, and " + outputs + " outputs");
    }
  }
}

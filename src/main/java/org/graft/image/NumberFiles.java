package org.graft.image;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.failure.Hint;
import org.graft.failure.InputException;

/** Images of a number each; alike are those of near numbers. */
final class NumberFiles extends TargetFiles {
  /**
   * Those that a file or a program names.
   *
   * @param leftOut what lies beside them
   */
  NumberFiles(LabelsFile table, LeftOut leftOut) {
    super(table, LabelsKind.NUMBER, Hint.NUMBERS, leftOut);
  }

  @Override
  List<String> outputs(List<LabelsLine> learned) {
    return List.of(LabelsKind.NUMBER.toString());
  }

  /** Numbers that do not differ leave nothing to learn. */
  @Override
  void requireLearned(List<LabelsLine> learned, List<String> outputs) {
    double first = learned.get(0).value().orElseThrow();
    if (learned.stream().allMatch(line -> line.value().orElseThrow() == first)) {
      throw new InputException(
          "every image to learn from in %s has the number %s: expected at least two numbers"
              .formatted(file(), first));
    }
  }

  @Override
  Answers answers(List<String> outputs) {
    return new Found();
  }

  private static final class Found implements Answers {
    private final Map<Double, Integer> numbers = new LinkedHashMap<>();

    @Override
    public Numbers all() {
      return new Numbers(List.copyOf(numbers.keySet()));
    }

    @Override
    public int number(LabelsLine line) {
      double value = line.value().orElseThrow();
      return numbers.computeIfAbsent(value + 0.0, unseen -> numbers.size());
    }
  }
}

package org.graft.image;

import java.util.List;
import java.util.Map;
import org.graft.failure.InputException;

/** Images of a number each; alike are those of near numbers. */
final class NumberFiles extends TargetFiles<Double> {
  NumberFiles(LabelsFile table, LeftOut leftOut) {
    super(table, leftOut);
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
              .formatted(table.file(), first));
    }
  }

  /** The number, of two zeros the positive one. */
  @Override
  Double answer(LabelsLine line, Map<String, Integer> outputs) {
    return line.value().orElseThrow() + 0.0;
  }

  @Override
  Targets targets(List<Double> answers) {
    return new Numbers(answers);
  }
}

package org.graft.api;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import org.graft.failure.InputException;
import org.graft.image.LabelsKind;

/**
 * What an image is to be answered with: one class, any number of labels, or a number. All images of
 * a training have answers of one kind.
 *
 * @param labels in Unicode's composed form, none twice
 * @param value the number, finite; empty unless it is one
 */
public record Answer(LabelsKind kind, List<String> labels, OptionalDouble value) {
  /**
   * Checks what was given.
   *
   * @throws InputException for a blank label, one that is there twice, and what is no number
   */
  public Answer {
    labels =
        labels.stream().map(label -> Normalizer.normalize(label, Normalizer.Form.NFC)).toList();
    if (labels.stream().anyMatch(String::isBlank)) {
      throw new InputException("a label is blank: expected the name of a class");
    }
    if (new HashSet<>(labels).size() < labels.size()) {
      throw new InputException("labels " + labels + " hold one twice: expected each once");
    }
    if (value.isPresent() && !Double.isFinite(value.getAsDouble())) {
      throw new InputException("an image has the number " + value.getAsDouble());
    }
  }

  /** One class. */
  public static Answer label(String label) {
    return new Answer(LabelsKind.LABEL, List.of(label), OptionalDouble.empty());
  }

  /** Any number of labels, none among them. */
  public static Answer labels(List<String> labels) {
    return new Answer(LabelsKind.LABELS, labels, OptionalDouble.empty());
  }

  /** A number. */
  public static Answer number(double value) {
    return new Answer(LabelsKind.NUMBER, List.of(), OptionalDouble.of(value));
  }
}

package org.graft.image;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.graft.failure.Hint;
import org.graft.failure.MalformedFileException;

/** What a labels file says of each image; the name of its column. */
public enum LabelsKind {
  /** One class each. */
  LABEL("label, one class for each image", Hint.CLASSES),
  /** Any number of classes each. */
  LABELS("labels", Hint.LABELS),
  /** A number each. */
  NUMBER("number", Hint.NUMBERS);

  private final String words;
  private final Hint task;

  LabelsKind(String words, Hint task) {
    this.words = words;
    this.task = task;
  }

  /** The table's mistake where it says something else than a task learns. */
  void require(LabelsFile table) {
    if (table.kind() != this) {
      throw new MalformedFileException(
          table.file(),
          "it has the column %s: expected %s, which is what %s learns"
              .formatted(table.kind(), words, task));
    }
  }

  static Optional<LabelsKind> of(String column) {
    return Arrays.stream(values()).filter(kind -> kind.toString().equals(column)).findFirst();
  }

  /** The column. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

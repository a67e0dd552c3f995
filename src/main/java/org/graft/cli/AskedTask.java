package org.graft.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.graft.failure.Choices;
import org.graft.failure.InputException;
import org.graft.image.ImageSource;
import org.graft.image.LabelsKind;

/** What {@code --task} asks for, by where its images' answers stand. */
enum AskedTask {
  /** One class an image, after which a folder is called. */
  CLASSES("label"),
  /** Any number of labels an image. */
  MULTI_LABEL("labels"),
  /** A number an image. */
  REGRESSION("number");

  private final String column;

  AskedTask(String column) {
    this.column = column;
  }

  static AskedTask of(String name) {
    return Choices.of(values(), name, "there is no task '" + name + "'");
  }

  /** The images of a folder that was packed into shards. */
  ImageSource packed(Path folder) {
    return ImageSource.packed(
        folder,
        switch (this) {
          case CLASSES -> LabelsKind.LABEL;
          case MULTI_LABEL -> LabelsKind.LABELS;
          case REGRESSION -> LabelsKind.NUMBER;
        });
  }

  /** The user's mistake where folders cannot say what images are to be answered with. */
  void requireFolders() {
    if (this != CLASSES) {
      throw new InputException(
          ("--task %s needs --labels FILE.csv or FILE.jsonl with the columns path and %s:"
                  + " folders give an image one class")
              .formatted(this, column));
    }
  }

  /**
   * The images of a labels file.
   *
   * @param groupedBy the column that says what belongs together, if it is not the usual one
   */
  ImageSource source(Path labels, Path root, boolean followLinks, Optional<String> groupedBy) {
    return switch (this) {
      case CLASSES -> ImageSource.table(labels, root, followLinks, groupedBy);
      case MULTI_LABEL -> ImageSource.tableOfSets(labels, root, followLinks, groupedBy);
      case REGRESSION -> ImageSource.tableOfNumbers(labels, root, followLinks, groupedBy);
    };
  }

  /** The name as users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

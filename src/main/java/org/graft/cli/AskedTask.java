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
  CLASSES(LabelsKind.LABEL),
  /** Any number of labels an image. */
  MULTI_LABEL(LabelsKind.LABELS),
  /** A number an image. */
  REGRESSION(LabelsKind.NUMBER);

  private final LabelsKind asked;

  AskedTask(LabelsKind asked) {
    this.asked = asked;
  }

  static AskedTask of(String name) {
    return Choices.of(values(), name, "there is no task '" + name + "'");
  }

  /** The images of a folder that was packed into shards. */
  ImageSource packed(Path folder) {
    return ImageSource.packed(folder, asked);
  }

  /** The user's mistake where folders cannot say what images are to be answered with. */
  void requireFolders() {
    if (this != CLASSES) {
      throw new InputException(
          ("--task %s needs --labels FILE.csv or FILE.jsonl with the columns path and %s:"
                  + " folders give an image one class")
              .formatted(this, asked));
    }
  }

  /**
   * The images of a labels file.
   *
   * @param groupedBy the column that says what belongs together, if it is not the usual one
   */
  ImageSource source(Path labels, Path root, boolean followLinks, Optional<String> groupedBy) {
    return ImageSource.table(asked, labels, root, followLinks, groupedBy);
  }

  /** The name as users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

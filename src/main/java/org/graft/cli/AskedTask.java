package org.graft.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.graft.failure.InputException;
import org.graft.image.ImageSource;

/** What {@code --task} asks for, by where its images' answers stand. */
enum AskedTask {
  /** One class an image. */
  CLASSES {
    @Override
    void requireFolders() {
      // A folder is called after a class.
    }

    @Override
    ImageSource source(Path labels, Path root, boolean followLinks, Optional<String> groupedBy) {
      return ImageSource.table(labels, root, followLinks, groupedBy);
    }
  },
  /** Any number of labels an image. */
  MULTI_LABEL {
    @Override
    void requireFolders() {
      throw new InputException(
          "--task multi-label needs --labels FILE.csv or FILE.jsonl with the columns path and"
              + " labels: folders give an image one class");
    }

    @Override
    ImageSource source(Path labels, Path root, boolean followLinks, Optional<String> groupedBy) {
      return ImageSource.tableOfSets(labels, root, followLinks, groupedBy);
    }
  },
  /** A number an image. */
  REGRESSION {
    @Override
    void requireFolders() {
      throw new InputException(
          "--task regression needs --labels FILE.csv or FILE.jsonl with the columns path and"
              + " number: folders give an image one class");
    }

    @Override
    ImageSource source(Path labels, Path root, boolean followLinks, Optional<String> groupedBy) {
      return ImageSource.tableOfNumbers(labels, root, followLinks, groupedBy);
    }
  };

  static AskedTask of(String name) {
    return Arrays.stream(values())
        .filter(task -> task.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "there is no task '"
                        + name
                        + "'; there are "
                        + Arrays.stream(values())
                            .map(AskedTask::toString)
                            .collect(Collectors.joining(", "))));
  }

  /** The user's mistake where folders cannot say what images are to be answered with. */
  abstract void requireFolders();

  /**
   * The images of a labels file.
   *
   * @param groupedBy the column that says what belongs together, if it is not the usual one
   */
  abstract ImageSource source(
      Path labels, Path root, boolean followLinks, Optional<String> groupedBy);

  /** The name as users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

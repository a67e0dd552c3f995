package org.graft.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Labelled images, wherever it stands what they show. */
public interface ImageSource {
  /**
   * Images to learn from and to test with.
   *
   * @param split how to part them where nothing says which are to test with
   * @throws org.graft.failure.InputException for fewer than two classes, a class without images to
   *     train on, and a class to test that there is none to train of
   */
  Dataset open(Split split);

  /**
   * Images to test a trained classifier with: those that are meant for it, or all. Classes may be
   * missing.
   *
   * @param labels names of all classes that the classifier knows, in its order
   * @return images to test with alone, sorted by label, then by file
   * @throws org.graft.failure.InputException for a class that is not in labels
   */
  Dataset openTest(List<String> labels);

  /**
   * The images as they stand, for an audit: classes without images, alone, or only for testing are
   * listed too.
   *
   * @param split how to part them where nothing says which are to test with
   */
  Survey survey(Split split);

  /** Whether images of equal cells in a column of that name belong together. */
  default boolean isGroupedBy(String column) {
    return false;
  }

  /** A folder with {@code train/} and {@code test/}, or with a folder per class. */
  static ImageSource folder(Path dir, FolderRules rules) {
    return new ImageFolder(dir, rules);
  }

  /** Images that a program names one by one, no file twice. */
  static ImageSource of(List<LabelsLine> images) {
    return new LabelledFiles(
        new LabelsFile(
            Path.of("the images given"),
            Path.of("").toAbsolutePath(),
            LabelsKind.LABEL,
            Optional.of(LabelsFile.GROUP),
            images),
        LeftOut.NOTHING);
  }

  /**
   * Images whose labels stand in a file.
   *
   * @param labels CSV or JSON Lines
   * @param root what paths in it begin at
   * @param followLinks whether links may lead out of {@code root}
   */
  static ImageSource table(Path labels, Path root, boolean followLinks) {
    return table(labels, root, followLinks, Optional.empty());
  }

  /**
   * The same.
   *
   * @param groupedBy the column that says what belongs together, if it is not {@code group}
   */
  static ImageSource table(
      Path labels, Path root, boolean followLinks, Optional<String> groupedBy) {
    return new LabelledFiles(LabelsFile.read(labels, root, followLinks, groupedBy), followLinks);
  }

  /** The same of images that have a number each. */
  static ImageSource tableOfNumbers(
      Path labels, Path root, boolean followLinks, Optional<String> groupedBy) {
    return new NumberFiles(LabelsFile.read(labels, root, followLinks, groupedBy), followLinks);
  }

  /** The same of images that may have several labels each. */
  static ImageSource tableOfSets(
      Path labels, Path root, boolean followLinks, Optional<String> groupedBy) {
    return new LabelSetFiles(LabelsFile.read(labels, root, followLinks, groupedBy), followLinks);
  }
}

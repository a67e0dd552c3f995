package org.graft.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.graft.failure.InputException;

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

  /**
   * A line for each image, as a labels file would have it.
   *
   * @throws InputException for images that lie in no folder
   */
  default LabelsFile lines() {
    throw new InputException("these images lie in no folder whose paths a table could name");
  }

  /**
   * A folder with {@code train/} and {@code test/}, or with a folder per class; or one that was
   * packed into shards.
   */
  static ImageSource folder(Path dir, FolderRules rules) {
    return isPacked(dir) ? packed(dir, LabelsKind.LABEL) : new ImageFolder(dir, rules);
  }

  /** Whether a folder holds images that were packed into shards. */
  static boolean isPacked(Path dir) {
    return PackedFolder.isOne(dir);
  }

  /**
   * A folder of images that were packed into shards.
   *
   * @param asked what its manifest must say of each
   * @throws org.graft.failure.MalformedFileException with the line, for what is not as it must be,
   *     and for a shard that is missing or of another length
   */
  static ImageSource packed(Path dir, LabelsKind asked) {
    return of(asked, LabelsFile.manifest(dir), LeftOut.NOTHING);
  }

  /**
   * Images that a program names one by one, no file twice.
   *
   * @param kind what is said of each
   */
  static ImageSource of(LabelsKind kind, List<LabelsLine> images) {
    return of(
        kind,
        new LabelsFile(
            Path.of("the images given"),
            Path.of("").toAbsolutePath(),
            kind,
            Optional.of(LabelsFile.GROUP),
            images),
        LeftOut.NOTHING);
  }

  /** Images by what is said of them. */
  private static ImageSource of(LabelsKind kind, LabelsFile table, LeftOut leftOut) {
    kind.require(table);
    return switch (kind) {
      case LABEL -> new LabelledFiles(table, leftOut);
      case LABELS -> new LabelSetFiles(table, leftOut);
      case NUMBER -> new NumberFiles(table, leftOut);
    };
  }

  /**
   * Images of which a file says something: a class, any number of labels or a number each, by which
   * column it has ("label", "labels" or "number").
   *
   * @param labels CSV or JSON Lines
   * @param root what paths in it begin at
   * @throws org.graft.failure.InputException for a missing file or folder, or another ending
   * @throws org.graft.failure.MalformedFileException with the line, for what is not as it must be
   */
  static ImageSource labelsFile(Path labels, Path root) {
    LabelsFile table = LabelsFile.read(labels, root, false, Optional.empty());
    return of(table.kind(), table, LabelledFiles.leftOut(table, false));
  }

  /**
   * The same where the file must have one of the columns.
   *
   * @param asked what it must say of each image
   * @param followLinks whether links may lead out of {@code root}
   * @param groupedBy the column that says what belongs together, if it is not {@code group}
   */
  static ImageSource table(
      LabelsKind asked, Path labels, Path root, boolean followLinks, Optional<String> groupedBy) {
    LabelsFile table = LabelsFile.read(labels, root, followLinks, groupedBy);
    return of(asked, table, LabelledFiles.leftOut(table, followLinks));
  }
}

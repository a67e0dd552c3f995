package org.graft.cli;

import com.beust.jcommander.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.graft.failure.InputException;
import org.graft.image.FolderRules;
import org.graft.image.ImageSource;
import org.graft.image.LabelsFrom;
import org.graft.storage.AtomicFile;

/** Where labelled images are, and how they are read. */
@Heading.Under(Heading.DATA)
final class DataOptions {
  @Parameter(
      names = "--data",
      required = true,
      description =
          "Folder with train/ and test/, or with one folder per class, or of shards that graft pack"
              + " made, or a labels file whose paths begin beside it; with --labels the folder that"
              + " paths begin at")
  private Path data;

  @Parameter(
      names = "--labels",
      description =
          "CSV or JSON Lines with path and label (or labels, or number), and if wanted split (train,"
              + " validation, test) and group")
  private Path labels;

  @Parameter(
      names = "--labels-from",
      description =
          "What classes are called after where folders lie in folders: path (animal/cat), parent"
              + " (cat) or top (animal); by default such folders are refused")
  private String labelsFrom = LabelsFrom.FOLDER.toString();

  @Parameter(
      names = "--follow-links",
      description = "Follow symbolic links that lead out of the folder")
  private boolean followLinks;

  @Parameter(
      names = "--task",
      description =
          "classes: one an image; multi-label: any number of labels an image, which stand in"
              + " --labels; regression: a number an image, which stands there too")
  private String task = AskedTask.CLASSES.toString();

  Path folder() {
    return data;
  }

  /** Reads what is there. */
  ImageSource source() {
    return source(Optional.empty());
  }

  /**
   * The same.
   *
   * @param groupedBy the column of the labels file that says what belongs together, if there is one
   *     of that name
   */
  ImageSource source(Optional<String> groupedBy) {
    LabelsFrom from = LabelsFrom.of(labelsFrom);
    AskedTask asked = AskedTask.of(task);
    if (ImageSource.isPacked(data)) {
      requireManifest(from);
      return asked.packed(data);
    }
    if (labels == null && isTable(data)) {
      Path root = AtomicFile.folderOf(data);
      return asked.source(data, root, followLinks, groupedBy);
    }
    if (labels == null) {
      asked.requireFolders();
      return ImageSource.folder(data, new FolderRules(from, followLinks));
    }
    if (from != LabelsFrom.FOLDER) {
      throw new InputException("--labels-from is about folders; --labels names the classes itself");
    }
    return asked.source(labels, data, followLinks, groupedBy);
  }

  private static boolean isTable(Path file) {
    return Files.isRegularFile(file)
        && file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(csv|jsonl)");
  }

  private void requireManifest(LabelsFrom from) {
    if (labels != null || from != LabelsFrom.FOLDER) {
      throw new InputException(
          ("%s holds shards, whose manifest says what images show; leave out %s, or give it"
                  + " to graft pack")
              .formatted(data, labels == null ? "--labels-from" : "--labels"));
    }
  }
}

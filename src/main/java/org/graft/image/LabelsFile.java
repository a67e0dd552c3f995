package org.graft.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A file that says of images what they show: CSV with a header, or JSON Lines with an object a
 * line. Columns or fields are {@code path}, one of {@code label}, {@code labels} and {@code
 * number}, and optionally {@code split} (train, validation or test) and {@code group}. In CSV
 * {@code labels} are parted by {@code |}, in JSON Lines they are an array.
 *
 * @param file itself
 * @param root folder that its paths begin at
 * @param kind what it says of each image
 * @param groupedBy the column that says what belongs together, if there is one
 * @param lines in their order, no image twice
 */
public record LabelsFile(
    Path file, Path root, LabelsKind kind, Optional<String> groupedBy, List<LabelsLine> lines) {
  /** The usual name of the column that says what belongs together. */
  static final String GROUP = "group";

  public LabelsFile {
    lines = LabelsLines.copyOf(lines);
  }

  /**
   * Reads a labels file of at most 512 MiB and two million lines, all of whose images are there.
   *
   * @param file a name that ends in {@code .csv} or {@code .jsonl}
   * @param root folder that paths begin at, and that none may lead out of
   * @param followLinks whether symbolic links may lead out of {@code root}
   * @param groupedBy name of the column that says what belongs together, if it is not {@code group}
   * @throws org.graft.failure.InputException for a missing file or folder, or another ending
   * @throws org.graft.failure.MalformedFileException with the line, for what is not as it must be
   */
  public static LabelsFile read(
      Path file, Path root, boolean followLinks, Optional<String> groupedBy) {
    RootedPaths paths = new RootedPaths(root, followLinks, false);
    return new LabelsReader(file, paths, groupedBy.orElse(GROUP), Set.of()).read();
  }

  /** The same of the manifest of a packed folder, and that all shards are there. */
  static LabelsFile manifest(Path folder) {
    RootedPaths paths = new RootedPaths(folder, false, true);
    Path file = folder.resolve(PackedFolder.MANIFEST);
    return new LabelsReader(file, paths, GROUP, ManifestRows.COLUMNS).read();
  }
}

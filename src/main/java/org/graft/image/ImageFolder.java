package org.graft.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.graft.failure.Hint;
import org.graft.failure.InputException;

/**
 * Folders of images: either {@code train/} and {@code test/} with a folder per class in each, and
 * {@code val/} for images held out while learning, or a folder per class. A class is called as its
 * folder, in Unicode's composed form. Images are JPEG, PNG, GIF, BMP, TIFF and WebP files by their
 * extension, in any case. What is not taken is counted.
 */
public final class ImageFolder implements ImageSource {
  private final FolderRules rules;
  private final FolderScanner.Scan scan;
  private final FolderParts parts;

  ImageFolder(Path dir, FolderRules rules) {
    this.rules = rules;
    this.scan = FolderScanner.scan(dir, rules.followLinks());
    this.parts = FolderParts.of(scan.tree());
  }

  /**
   * All images in a folder and the folders below it, whatever these are called, sorted by path.
   *
   * @return images of no known class, to test with alone
   * @throws InputException for a missing folder and one without images
   */
  public static Dataset images(Path dir) {
    FolderScanner.Scan scan = FolderScanner.scan(dir, false);
    List<Path> images = scan.tree().all();
    if (images.isEmpty()) {
      throw new InputException(
          String.format(
              "no images in %s: expected %s%s", dir, FolderScanner.EXPECTED_FILES, scan.remark()));
    }
    List<LabelledImage> test = LabelledImage.unlabelled(images);
    return new Dataset(List.of("any"), List.of(), List.of(), test, scan.leftOut(), null);
  }

  @Override
  public Dataset open(Split split) {
    requireParts();
    requireClasses(parts.part(Role.TRAIN).orElse(parts.root()));
    return listing().dataset(split);
  }

  @Override
  public Dataset openTest(List<String> labels) {
    FolderTree folder = parts.part(Role.TEST).orElse(parts.root());
    return listing(Map.of(Role.TEST, folder)).testing(labels);
  }

  @Override
  public Survey survey(Split split) {
    return listing().survey(split);
  }

  @Override
  public LabelsFile lines() {
    requireParts();
    boolean areParts = !parts.byRole().isEmpty();
    List<LabelsLine> lines = new ArrayList<>();
    for (Map.Entry<Role, SortedMap<String, List<Path>>> part : listing().parts().entrySet()) {
      Optional<Role> role = Optional.of(part.getKey()).filter(r -> areParts);
      part.getValue()
          .forEach((label, files) -> files.forEach(file -> add(lines, file, label, role)));
    }
    Path root = scan.tree().path();
    return new LabelsFile(root, root, LabelsKind.LABEL, Optional.empty(), lines);
  }

  private static void add(List<LabelsLine> lines, Path file, String label, Optional<Role> role) {
    int number = lines.size() + 1;
    OptionalDouble none = OptionalDouble.empty();
    lines.add(new LabelsLine(number, file, List.of(label), none, role, Optional.empty()));
  }

  private Listing listing() {
    return listing(parts.byRole().isEmpty() ? Map.of(Role.TRAIN, parts.root()) : parts.byRole());
  }

  private Listing listing(Map<Role, FolderTree> folders) {
    Map<Role, SortedMap<String, List<Path>>> classes = new EnumMap<>(Role.class);
    folders.forEach((role, folder) -> classes.put(role, classes(folder)));
    return new Listing(
        classes,
        role -> folders.get(role).path().toString(),
        "rename or remove the folder",
        scan.leftOut().and(parts.beside()),
        scan.tree().path(),
        ImageGroups.NONE);
  }

  private void requireParts() {
    boolean train = parts.part(Role.TRAIN).isPresent();
    boolean others = parts.part(Role.TEST).isPresent() || parts.part(Role.VALIDATION).isPresent();
    if (train != others) {
      throw new InputException(
          String.format(
              "%s has %s but no %s: expected both, or one folder per class, a share of which is"
                  + " kept for testing",
              parts.root().path(),
              parts.taken().stream()
                  .map(part -> part.path().getFileName() + "/")
                  .collect(Collectors.joining(" and ")),
              train ? "test/" : "train/"));
    }
  }

  /** The user's mistake when a folder does not hold images of two classes or more. */
  private void requireClasses(FolderTree folder) {
    SortedMap<String, List<Path>> classes = classes(folder);
    List<String> empty =
        classes.entrySet().stream()
            .filter(e -> e.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    if (!empty.isEmpty()) {
      throw new InputException(
          String.format(
              "no images to train on in %s, class %s: expected %s%s; add some or remove the"
                  + " folder",
              folder.path().resolve(empty.get(0)),
              empty.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ")),
              FolderScanner.EXPECTED_FILES,
              scan.remark()));
    }
    if (classes.size() == 1) {
      throw new InputException(
          String.format(
              "only one class in %s, '%s': expected a folder for each of at least two classes%s",
              folder.path(), classes.firstKey(), scan.remark()));
    }
  }

  /** The classes of a folder, with at least one image in all. */
  private SortedMap<String, List<Path>> classes(FolderTree folder) {
    if (rules.labels() == LabelsFrom.FOLDER) {
      requireFlat(folder);
    }
    SortedMap<String, List<Path>> classes = folder.classes(rules.labels());
    if (classes.values().stream().allMatch(List::isEmpty)) {
      throw new InputException(
          String.format(
              "no images in the folders of %s: expected a folder per class with %s, found %s%s",
              folder.path(), FolderScanner.EXPECTED_FILES, found(folder), scan.remark()));
    }
    return classes;
  }

  private static void requireFlat(FolderTree folder) {
    for (Map.Entry<String, FolderTree> entry : folder.folders().entrySet()) {
      FolderTree own = entry.getValue();
      for (FolderTree nested : own.folders().values()) {
        if (nested.holdsImages()) {
          throw new InputException(
              String.format(
                  "%s holds images one level too deep: expected the images of class '%s' directly"
                      + " in %s; %s, parent or top says what nested classes are called",
                  nested.path(), entry.getKey(), own.path(), Hint.LABELS_FROM.to("path")));
        }
      }
    }
  }

  private static String found(FolderTree folder) {
    int loose = folder.images().size();
    String images = loose == 0 ? "" : " and " + loose + " images beside them";
    return (folder.folders().isEmpty()
            ? "no folders"
            : "the folders " + Listing.names(folder.folders().keySet()))
        + images;
  }
}

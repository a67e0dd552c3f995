package org.graft.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.graft.failure.InputException;

/**
 * Folders of images: either {@code train/} and {@code test/} with a folder per class in each, or a
 * folder per class. A class is called as its folder. Images are JPEG, PNG, GIF and BMP files by
 * their extension, in any case. Hidden files and folders are ignored, and so are symbolic links
 * that lead out of the folder.
 */
public final class ImageFolder {
  private static final String TRAIN = "train";
  private static final String TEST = "test";
  private static final int MOST_NAMES = 20;

  private final Path dir;
  private final FolderScanner scanner;

  private ImageFolder(Path dir) {
    this.dir = dir;
    this.scanner = new FolderScanner(dir);
  }

  /**
   * Lists a folder to learn from.
   *
   * @param split how to part a folder that has no {@code train/} and {@code test/}; unused if it
   *     has
   * @throws InputException for a missing or empty folder, fewer than two classes, a class without
   *     images to train on, and a class to test that there is none to train of
   */
  public static Dataset open(Path dir, Split split) {
    return new ImageFolder(dir).dataset(split);
  }

  /**
   * Lists a folder to test a trained classifier with: its {@code test/} if there is one, else its
   * class folders. Classes may be missing.
   *
   * @param labels names of all classes that the classifier knows, in its order
   * @return sorted by label, then by file name
   * @throws InputException for a missing or empty folder and for a class that is not in labels
   */
  public static List<LabelledImage> openTest(Path dir, List<String> labels) {
    ImageFolder folder = new ImageFolder(dir);
    Path test = dir.resolve(TEST);
    return folder.testImages(folder.has(TEST) ? test : dir, labels);
  }

  /**
   * All images in a folder and the folders below it, whatever these are called, sorted by path.
   *
   * @throws InputException for a missing folder and one without images
   */
  public static List<Path> images(Path dir) {
    FolderScanner scanner = new FolderScanner(dir);
    List<Path> images = new ArrayList<>();
    addImages(scanner, dir, new HashSet<>(), images);
    if (images.isEmpty()) {
      throw new InputException(
          String.format(
              "no images in %s: expected %s%s",
              dir, FolderScanner.EXPECTED_FILES, scanner.remark()));
    }
    return images;
  }

  /** A link back to a folder above ends where it began. */
  private static void addImages(
      FolderScanner scanner, Path folder, Set<Path> seen, List<Path> images) {
    if (!seen.add(scanner.real(folder))) {
      return;
    }
    images.addAll(scanner.images(folder));
    scanner.folders(folder).forEach(inner -> addImages(scanner, inner, seen, images));
  }

  /**
   * Lists a folder as it stands, for an audit: classes without images, alone, or only for testing
   * are listed too.
   *
   * @param split how to part a folder that has no {@code train/} and {@code test/}; unused if it
   *     has
   * @throws InputException for a missing folder, and for one without any image
   */
  public static Survey survey(Path dir, Split split) {
    ImageFolder folder = new ImageFolder(dir);
    if (folder.has(TRAIN) || folder.has(TEST)) {
      return new Survey(folder.part(TRAIN), folder.part(TEST));
    }
    return Survey.parted(folder.classes(dir), split);
  }

  private SortedMap<String, List<Path>> part(String name) {
    return has(name) ? classes(dir.resolve(name)) : new TreeMap<>();
  }

  private Dataset dataset(Split split) {
    if (has(TRAIN) != has(TEST)) {
      throw new InputException(
          String.format(
              "%s has %s/ but no %s/: expected both, or one folder per class, a share of which is"
                  + " kept for testing",
              dir, has(TRAIN) ? TRAIN : TEST, has(TRAIN) ? TEST : TRAIN));
    }
    if (!has(TRAIN)) {
      return parted(trainClasses(dir), split);
    }
    SortedMap<String, List<Path>> train = trainClasses(dir.resolve(TRAIN));
    List<String> labels = List.copyOf(train.keySet());
    return new Dataset(labels, labelled(train, labels), testImages(dir.resolve(TEST), labels));
  }

  private static Dataset parted(SortedMap<String, List<Path>> classes, Split split) {
    List<String> labels = List.copyOf(classes.keySet());
    List<LabelledImage> train = new ArrayList<>();
    List<LabelledImage> test = new ArrayList<>();
    for (int label = 0; label < labels.size(); label++) {
      List<Path> images = classes.get(labels.get(label));
      Set<Path> tested = split.testPart(labels.get(label), images);
      for (Path image : images) {
        (tested.contains(image) ? test : train).add(new LabelledImage(image, label));
      }
    }
    return new Dataset(labels, train, test);
  }

  private SortedMap<String, List<Path>> trainClasses(Path folder) {
    SortedMap<String, List<Path>> classes = classes(folder);
    List<String> empty =
        classes.entrySet().stream()
            .filter(e -> e.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    if (!empty.isEmpty()) {
      throw new InputException(
          String.format(
              "no images to train on in %s, class '%s': expected %s%s; add some or remove the"
                  + " folder",
              folder.resolve(empty.get(0)),
              empty.get(0),
              FolderScanner.EXPECTED_FILES,
              scanner.remark()));
    }
    if (classes.size() == 1) {
      throw new InputException(
          String.format(
              "only one class in %s, '%s': expected a folder for each of at least two classes%s",
              folder, classes.firstKey(), scanner.remark()));
    }
    return classes;
  }

  private List<LabelledImage> testImages(Path folder, List<String> labels) {
    SortedMap<String, List<Path>> classes = classes(folder);
    List<String> unknown = classes.keySet().stream().filter(c -> !labels.contains(c)).toList();
    if (!unknown.isEmpty()) {
      throw new InputException(
          String.format(
              "%s holds the unknown class '%s': expected only the classes trained on, %s; rename or"
                  + " remove the folder",
              folder, unknown.get(0), names(labels)));
    }
    return labelled(classes, labels);
  }

  /** The classes of a folder, with at least one image in all. */
  private SortedMap<String, List<Path>> classes(Path folder) {
    SortedMap<String, List<Path>> classes = scanner.classes(folder);
    if (classes.values().stream().allMatch(List::isEmpty)) {
      throw new InputException(
          String.format(
              "no images in the folders of %s: expected a folder per class with %s, found %s%s",
              folder, FolderScanner.EXPECTED_FILES, found(folder, classes), scanner.remark()));
    }
    return classes;
  }

  private String found(Path folder, SortedMap<String, List<Path>> classes) {
    int loose = scanner.images(folder).size();
    String images = loose == 0 ? "" : " and " + loose + " images beside them";
    return (classes.isEmpty() ? "no folders" : "the folders " + names(classes.keySet())) + images;
  }

  private boolean has(String part) {
    return scanner.folders(dir).stream().anyMatch(f -> f.equals(dir.resolve(part)));
  }

  private static List<LabelledImage> labelled(
      SortedMap<String, List<Path>> classes, List<String> labels) {
    List<LabelledImage> images = new ArrayList<>();
    for (int label = 0; label < labels.size(); label++) {
      for (Path file : classes.getOrDefault(labels.get(label), List.of())) {
        images.add(new LabelledImage(file, label));
      }
    }
    return images;
  }

  private static String names(Collection<String> names) {
    String shown = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    return names.size() <= MOST_NAMES ? shown : shown + ", ... (" + names.size() + " in all)";
  }
}

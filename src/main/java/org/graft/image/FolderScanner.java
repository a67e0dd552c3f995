package org.graft.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.datavec.api.io.labels.ParentPathLabelGenerator;
import org.graft.failure.InputException;

/**
 * Lists what lies in a folder of classes, sorted by name. Hidden files and folders, files that are
 * not images by their extension, and symbolic links that lead out of the folder are passed over.
 */
final class FolderScanner {
  static final String EXPECTED_FILES = "jpg, jpeg, png, gif or bmp files";

  private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "gif", "bmp");
  private static final Comparator<Path> BY_NAME =
      Comparator.comparing((Path path) -> path.getFileName().toString());

  private final Path root;
  private final ParentPathLabelGenerator labels = new ParentPathLabelGenerator();
  private final Set<Path> linksLeftOut = new HashSet<>();

  /** A scanner that never leaves {@code root}; the user's mistake when it is not a folder. */
  FolderScanner(Path root) {
    if (!Files.exists(root)) {
      throw new InputException("there is no folder " + root);
    }
    if (!Files.isDirectory(root)) {
      throw new InputException(root + " is a file: expected a folder with a folder per class");
    }
    try {
      this.root = root.toRealPath();
    } catch (IOException e) {
      throw unreadable(root, e);
    }
  }

  /** The folders directly in {@code folder}. */
  List<Path> folders(Path folder) {
    return entries(folder, name -> true, entry -> Files.isDirectory(entry) && isInside(entry));
  }

  /** The image files directly in {@code folder}. */
  List<Path> images(Path folder) {
    return entries(
        folder, FolderScanner::isImage, entry -> isInside(entry) && Files.isRegularFile(entry));
  }

  private static List<Path> entries(
      Path folder, Predicate<String> named, Predicate<Path> accepted) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> isVisible(name) && named.test(name))
          .map(name -> entry(folder, name))
          .filter(accepted)
          .sorted(BY_NAME)
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /** The images of each class: the files in a folder under its name, which may be none. */
  SortedMap<String, List<Path>> classes(Path folder) {
    SortedMap<String, List<Path>> classes = new TreeMap<>();
    for (Path entry : folders(folder)) {
      requireFlat(entry);
      List<Path> images = images(entry);
      String label =
          images.isEmpty()
              ? entry.getFileName().toString()
              : labels.getLabelForPath(images.get(0).toString()).toString();
      classes.put(label, images);
    }
    return classes;
  }

  /** Where an entry really is, whatever links lead there. */
  Path real(Path entry) {
    try {
      return entry.toRealPath();
    } catch (IOException e) {
      throw unreadable(entry, e);
    }
  }

  /** A remark for messages about missing images; empty when no link was passed over. */
  String remark() {
    return linksLeftOut.isEmpty()
        ? ""
        : "; " + linksLeftOut.size() + " symbolic links out of the folder are not followed";
  }

  private void requireFlat(Path classFolder) {
    for (Path nested : folders(classFolder)) {
      if (!images(nested).isEmpty()) {
        throw new InputException(
            nested
                + " holds images one level too deep: expected the images of class '"
                + classFolder.getFileName()
                + "' directly in "
                + classFolder);
      }
    }
  }

  private boolean isInside(Path entry) {
    try {
      if (entry.toRealPath().startsWith(root)) {
        return true;
      }
    } catch (IOException e) {
      // A link without a target leads nowhere.
    }
    linksLeftOut.add(entry);
    return false;
  }

  /** A name as listed is not always one to open a file by: that hangs on the locale. */
  private static Path entry(Path folder, String name) {
    try {
      Path entry = folder.resolve(name);
      if (Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
        return entry;
      }
      throw undecodable(folder, name, null);
    } catch (InvalidPathException e) {
      throw undecodable(folder, name, e);
    }
  }

  private static boolean isVisible(String name) {
    return !name.startsWith(".");
  }

  private static boolean isImage(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 && EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  private static InputException undecodable(Path folder, String name, InvalidPathException cause) {
    return new InputException(
        String.format(
            "%s holds a file whose name is not in this locale's encoding (%s), '%s': rename it, or"
                + " set LC_ALL=C.UTF-8 if the name is UTF-8",
            folder, System.getProperty("sun.jnu.encoding"), name),
        cause);
  }

  private static InputException unreadable(Path folder, IOException e) {
    return new InputException(
        folder + " cannot be listed: " + e.getClass().getSimpleName() + " " + e.getMessage(), e);
  }
}

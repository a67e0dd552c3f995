package org.graft.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.datavec.api.io.labels.ParentPathLabelGenerator;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.storage.AtomicFile;
import org.jspecify.annotations.Nullable;

/**
 * Walks through a folder once and keeps what may be an image by its extension. What is passed over
 * is counted by reason: files of other kinds, hidden ones, folders that are no data, and symbolic
 * links that lead out of the folder, unless these are followed. Of links within links none is
 * followed, so that the walk ends.
 */
final class FolderScanner {
  static final String EXPECTED_FILES = "jpg, png, gif, bmp, tif or webp files";

  private static final Set<String> EXTENSIONS =
      Set.of(
          "jpg", "jpeg", "jpe", "jfif", "jif", "png", "gif", "bmp", "dib", "tif", "tiff", "webp");
  private static final String LINKS_OUT = "links out of the folder";
  private static final int LONGEST_EXTENSION = 10;
  private static final int DEEPEST = 64;

  private final Path root;
  private final boolean followLinks;
  private final Predicate<Path> taken;
  private final Map<String, Integer> leftOut = new TreeMap<>();
  private int ownFolders;
  private final ParentPathLabelGenerator labels = new ParentPathLabelGenerator();

  private FolderScanner(Path root, boolean followLinks, Predicate<Path> taken) throws IOException {
    this.root = root.toRealPath();
    this.followLinks = followLinks;
    this.taken = taken;
  }

  /**
   * What a folder holds.
   *
   * @param tree the images
   * @param leftOut all else
   */
  record Scan(FolderTree tree, LeftOut leftOut) {
    /** A remark for messages about missing images; empty when nothing was passed over. */
    String remark() {
      String links =
          leftOut.counts().containsKey(LINKS_OUT)
              ? "; " + Hint.FOLLOW_LINKS + " follows the links"
              : "";
      return leftOut.isEmpty() ? "" : "; " + leftOut + links;
    }
  }

  /** Walks through {@code folder}; the user's mistake when it is not one. */
  static Scan scan(Path folder, boolean followLinks) {
    return scan(folder, followLinks, file -> false);
  }

  /** The same without files that are taken already, which are neither listed nor counted. */
  static Scan scan(Path folder, boolean followLinks, Predicate<Path> taken) {
    if (!Files.exists(folder)) {
      throw new InputException("there is no folder " + folder);
    }
    if (!Files.isDirectory(folder)) {
      throw new InputException(folder + " is a file: expected a folder with a folder per class");
    }
    try {
      FolderScanner scanner = new FolderScanner(folder, followLinks, taken);
      FolderTree tree = scanner.tree(folder, false, 0);
      return new Scan(tree, LeftOut.NOTHING.and(scanner.leftOut));
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private FolderTree tree(Path folder, boolean linked, int depth) throws IOException {
    List<Path> images = new ArrayList<>();
    SortedMap<String, FolderTree> folders = new TreeMap<>();
    for (String name : names(folder)) {
      Path entry = entry(folder, name);
      if (taken.test(entry)) {
        continue;
      }
      if (name.startsWith(".")) {
        leaveOut("hidden");
        continue;
      }
      boolean link = Files.isSymbolicLink(entry);
      if (link && !isFollowed(entry, linked)) {
        continue;
      }
      if (Files.isDirectory(entry)) {
        addFolder(entry, linked || link, depth, folders);
      } else {
        addFile(entry, name, images);
      }
    }
    return new FolderTree(folder, PathList.copyOf(images), folders);
  }

  private void addFolder(
      Path folder, boolean linked, int depth, SortedMap<String, FolderTree> folders)
      throws IOException {
    String name = folder.getFileName().toString();
    if (OwnFolders.isSystem(name)) {
      leaveOut("folders of a system's own");
    } else if (OwnFolders.isOwn(folder)) {
      ownFolders++;
      leaveOut("folders that Graft wrote");
    } else if (depth == DEEPEST) {
      leaveOut("folders too deep");
    } else {
      int before = ownFolders;
      FolderTree tree = tree(folder, linked, depth + 1);
      if (ownFolders == before || tree.holdsImages()) {
        String label = Normalizer.normalize(label(folder), Normalizer.Form.NFC);
        folders.merge(label, tree, FolderScanner::joined);
      }
    }
  }

  private String label(Path folder) {
    return labels.getLabelForPath(folder.resolve("image").toString()).toString();
  }

  private void addFile(Path file, String name, List<Path> images) {
    String extension = extension(name);
    if (!Files.isRegularFile(file)) {
      leaveOut("neither files nor folders");
    } else if (EXTENSIONS.contains(extension)) {
      images.add(file);
    } else {
      leaveOut(
          extension.isEmpty() || extension.length() > LONGEST_EXTENSION
              ? "without an extension of an image"
              : "." + extension);
    }
  }

  /** Two folders whose names are written alike in other code points are one. */
  private static FolderTree joined(FolderTree one, FolderTree other) {
    SortedMap<String, FolderTree> folders = new TreeMap<>(one.folders());
    other.folders().forEach((name, tree) -> folders.merge(name, tree, FolderScanner::joined));
    return new FolderTree(one.path(), PathList.joined(one.images(), other.images()), folders);
  }

  private boolean isFollowed(Path link, boolean linked) {
    try {
      Path real = link.toRealPath();
      if (!followLinks && !real.startsWith(root)) {
        leaveOut(LINKS_OUT);
      } else if (Files.isDirectory(real) && (linked || isAbove(real, link))) {
        leaveOut("links that go round or on");
      } else {
        return true;
      }
    } catch (IOException e) {
      leaveOut("links that lead nowhere");
    }
    return false;
  }

  private static boolean isAbove(Path real, Path link) throws IOException {
    return AtomicFile.folderOf(link).toRealPath().startsWith(real);
  }

  private void leaveOut(String reason) {
    leftOut.merge(reason, 1, Integer::sum);
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
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

  private static InputException undecodable(
      Path folder, String name, @Nullable InvalidPathException cause) {
    return new InputException(
        ("%s holds a file whose name is not in this locale's encoding (%s), '%s': rename"
                + " it, or set LC_ALL=C.UTF-8 if the name is UTF-8")
            .formatted(folder, System.getProperty("sun.jnu.encoding"), name),
        cause);
  }

  private static InputException unreadable(Path folder, IOException e) {
    return new InputException(
        folder + " cannot be listed: " + e.getClass().getSimpleName() + " " + e.getMessage(), e);
  }
}

package org.graft.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder with the images directly in it and the folders below.
 *
 * @param path where it is, as the user wrote it
 * @param images sorted by name
 * @param folders by name, those that are passed over left out
 */
record FolderTree(Path path, List<Path> images, SortedMap<String, FolderTree> folders) {
  /** Whether there is an image in it or below. */
  boolean holdsImages() {
    return !images.isEmpty() || foldersHoldImages();
  }

  /** Whether there is an image in a folder in it. */
  boolean foldersHoldImages() {
    return folders.values().stream().anyMatch(FolderTree::holdsImages);
  }

  /** All images, a folder's own before those of its folders. */
  List<Path> all() {
    return PathList.of(stream());
  }

  private Stream<Path> stream() {
    return Stream.concat(images.stream(), folders.values().stream().flatMap(FolderTree::stream));
  }

  /** The images of each class below; a class whose folder is empty has none. */
  SortedMap<String, List<Path>> classes(LabelsFrom labels) {
    SortedMap<String, List<Path>> classes = new TreeMap<>();
    for (Map.Entry<String, FolderTree> entry : folders.entrySet()) {
      switch (labels) {
        case FOLDER -> classes.merge(entry.getKey(), entry.getValue().images(), PathList::joined);
        case TOP -> classes.merge(entry.getKey(), entry.getValue().all(), PathList::joined);
        case PATH -> entry.getValue().addLeaves(entry.getKey(), entry.getKey() + "/", classes);
        case PARENT -> entry.getValue().addLeaves(entry.getKey(), "", classes);
      }
    }
    return classes;
  }

  private void addLeaves(String label, String prefix, SortedMap<String, List<Path>> classes) {
    if (!images.isEmpty() || folders.isEmpty()) {
      classes.merge(label, images, PathList::joined);
    }
    folders.forEach(
        (name, folder) ->
            folder.addLeaves(prefix + name, prefix.isEmpty() ? "" : prefix + name + "/", classes));
  }
}

package org.graft.image;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The image files of a folder by class, as they stand.
 *
 * @param train files to learn from, by class
 * @param test files to test with, by class
 */
public record Survey(SortedMap<String, List<Path>> train, SortedMap<String, List<Path>> test) {
  public Survey {
    train = Collections.unmodifiableSortedMap(new TreeMap<>(train));
    test = Collections.unmodifiableSortedMap(new TreeMap<>(test));
  }

  /** The files of a dataset. */
  public static Survey of(Dataset dataset) {
    return new Survey(
        byClass(dataset.labels(), dataset.train()), byClass(dataset.labels(), dataset.test()));
  }

  static Survey parted(SortedMap<String, List<Path>> classes, Split split) {
    SortedMap<String, List<Path>> train = new TreeMap<>();
    SortedMap<String, List<Path>> test = new TreeMap<>();
    classes.forEach(
        (label, images) -> {
          Set<Path> tested = split.testPart(label, images);
          train.put(label, images.stream().filter(i -> !tested.contains(i)).toList());
          test.put(label, images.stream().filter(tested::contains).toList());
        });
    return new Survey(train, test);
  }

  private static SortedMap<String, List<Path>> byClass(
      List<String> labels, List<LabelledImage> images) {
    SortedMap<String, List<Path>> classes = new TreeMap<>();
    for (int label = 0; label < labels.size(); label++) {
      int own = label;
      classes.put(
          labels.get(label),
          images.stream().filter(i -> i.label() == own).map(LabelledImage::file).toList());
    }
    return classes;
  }
}

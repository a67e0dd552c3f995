package org.graft.image;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The image files of a folder by class, as they stand.
 *
 * @param train files to learn from, by class
 * @param test files to test with, by class
 * @param leftOut what lay beside them
 */
public record Survey(
    SortedMap<String, List<Path>> train, SortedMap<String, List<Path>> test, LeftOut leftOut) {
  public Survey {
    train = Collections.unmodifiableSortedMap(new TreeMap<>(train));
    test = Collections.unmodifiableSortedMap(new TreeMap<>(test));
  }

  /** The files of a dataset. */
  public static Survey of(Dataset dataset) {
    return new Survey(
        byClass(dataset.labels(), dataset.learned()),
        byClass(dataset.labels(), dataset.test()),
        dataset.leftOut());
  }

  /** A share of what there is to learn from kept for testing. */
  Survey parted(Split split) {
    SortedMap<String, List<Path>> kept = new TreeMap<>();
    SortedMap<String, List<Path>> tested = new TreeMap<>();
    train.forEach(
        (label, images) -> {
          Set<Path> chosen = split.testPart(label, images);
          kept.put(label, images.stream().filter(i -> !chosen.contains(i)).toList());
          tested.put(label, images.stream().filter(chosen::contains).toList());
        });
    return new Survey(kept, tested, leftOut);
  }

  /** The same with more to learn from. */
  Survey withTrain(SortedMap<String, List<Path>> more) {
    SortedMap<String, List<Path>> all = new TreeMap<>(train);
    more.forEach(
        (label, images) ->
            all.merge(
                label,
                images,
                (one, other) -> Stream.concat(one.stream(), other.stream()).toList()));
    return new Survey(all, test, leftOut);
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

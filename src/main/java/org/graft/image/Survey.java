package org.graft.image;

import java.nio.file.Path;
import java.util.ArrayList;
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
 * @param leftOut what lay beside them
 * @param classes whether images are of one class each; else a class here is any answer that images
 *     share
 */
public record Survey(
    SortedMap<String, List<Path>> train,
    SortedMap<String, List<Path>> test,
    LeftOut leftOut,
    boolean classes) {
  public Survey {
    train = held(train);
    test = held(test);
  }

  private static SortedMap<String, List<Path>> held(SortedMap<String, List<Path>> classes) {
    SortedMap<String, List<Path>> held = new TreeMap<>(classes);
    held.replaceAll((label, files) -> PathList.copyOf(files));
    return Collections.unmodifiableSortedMap(held);
  }

  /** Of images of one class each. */
  public Survey(
      SortedMap<String, List<Path>> train, SortedMap<String, List<Path>> test, LeftOut leftOut) {
    this(train, test, leftOut, true);
  }

  /** The files of a dataset. */
  public static Survey of(Dataset dataset) {
    return new Survey(
        byAnswer(dataset, dataset.learned()),
        byAnswer(dataset, dataset.test()),
        dataset.leftOut(),
        dataset.targets() == null);
  }

  /** A share of what there is to learn from kept for testing. */
  Survey parted(Split split, ImageGroups groups) {
    SortedMap<String, List<Path>> kept = new TreeMap<>();
    SortedMap<String, List<Path>> tested = new TreeMap<>();
    Set<Path> chosen = split.testPart(train, groups);
    train.forEach(
        (label, images) -> {
          kept.put(label, PathList.of(images.stream().filter(i -> !chosen.contains(i))));
          tested.put(label, PathList.of(images.stream().filter(chosen::contains)));
        });
    return new Survey(kept, tested, leftOut, classes);
  }

  /** The same with more to learn from. */
  Survey withTrain(SortedMap<String, List<Path>> more) {
    SortedMap<String, List<Path>> all = new TreeMap<>(train);
    more.forEach((label, images) -> all.merge(label, images, PathList::joined));
    return new Survey(all, test, leftOut, classes);
  }

  private static SortedMap<String, List<Path>> byAnswer(
      Dataset dataset, List<LabelledImage> images) {
    SortedMap<String, List<Path>> byAnswer = new TreeMap<>();
    if (dataset.targets() == null) {
      dataset.labels().forEach(label -> byAnswer.put(label, new ArrayList<>()));
    }
    for (LabelledImage image : images) {
      byAnswer.computeIfAbsent(dataset.named(image), name -> new ArrayList<>()).add(image.file());
    }
    return byAnswer;
  }
}

package org.graft.image;

import java.util.List;
import java.util.stream.Stream;

/**
 * Image files to learn from and to test with.
 *
 * @param labels names of the classes, sorted
 * @param train sorted by label, then by file name; every label is there
 * @param test sorted likewise; labels may be missing
 */
public record Dataset(List<String> labels, List<LabelledImage> train, List<LabelledImage> test) {
  public Dataset {
    labels = List.copyOf(labels);
    train = List.copyOf(train);
    test = List.copyOf(test);
    int classes = labels.size();
    if (Stream.concat(train.stream(), test.stream())
        .anyMatch(image -> image.label() < 0 || image.label() >= classes)) {
      throw new IllegalArgumentException("an image's label is not one of " + labels);
    }
  }
}

package org.graft.image;

import java.util.List;
import java.util.stream.Stream;
import org.graft.storage.OrNull;

/**
 * Image files to learn from and to test with.
 *
 * @param labels names of the classes, sorted
 * @param train sorted by label, then by file name; every label is there
 * @param validation held out while learning, to tell when to stop; sorted likewise, often none
 * @param test sorted likewise; labels may be missing
 * @param leftOut what lay beside the images and was not taken
 */
public record Dataset(
    List<String> labels,
    List<LabelledImage> train,
    @OrNull List<LabelledImage> validation,
    List<LabelledImage> test,
    @OrNull LeftOut leftOut) {
  /** Runs begun before these were kept with them have no validation and left nothing out. */
  public Dataset {
    labels = List.copyOf(labels);
    train = List.copyOf(train);
    validation = validation == null ? List.of() : List.copyOf(validation);
    test = List.copyOf(test);
    leftOut = leftOut == null ? LeftOut.NOTHING : leftOut;
    int classes = labels.size();
    if (Stream.of(train, validation, test)
        .flatMap(List::stream)
        .anyMatch(image -> image.label() < 0 || image.label() >= classes)) {
      throw new IllegalArgumentException("an image's label is not one of " + labels);
    }
  }

  /** Nothing held out but what a training holds out itself, and nothing left out. */
  public Dataset(List<String> labels, List<LabelledImage> train, List<LabelledImage> test) {
    this(labels, train, List.of(), test, LeftOut.NOTHING);
  }

  /** All images that a training sees: those to learn from, then those held out. */
  public List<LabelledImage> learned() {
    return Stream.concat(train.stream(), validation.stream()).toList();
  }

  /** The same with other images to test with. */
  public Dataset withTest(List<LabelledImage> other) {
    return new Dataset(labels, train, validation, other, leftOut);
  }
}

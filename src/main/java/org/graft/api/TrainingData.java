package org.graft.api;

import java.nio.file.Path;
import java.util.OptionalDouble;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.feature.FeatureFolder;
import org.graft.image.ContentLook;
import org.graft.image.Dataset;
import org.graft.image.FolderRules;
import org.graft.image.ImageSource;
import org.graft.image.Split;

/**
 * Images to learn from and to test with, and how they are parted.
 *
 * @param folder that they lie in, or what images that are no folder are called
 * @param split how they are parted where nothing says which are to test with; seed and look are
 *     those of the training. With a share of 0 all are learned from and none are tested
 * @param validation share of the images to learn from that is held out to tell when to stop, 0..1;
 *     empty for none, and where a phase stops by it the usual one
 * @param strict whether an unreadable image ends the work
 * @param allowLeak whether to go on although pictures to test with are also to learn from
 */
public record TrainingData(
    Path folder,
    ImageSource source,
    Split split,
    OptionalDouble validation,
    boolean strict,
    boolean allowLeak) {
  /** Held out where a phase stops by it. */
  private static final double HELD_OUT = 0.15;

  /**
   * A fifth for testing, unless some images are said to be.
   *
   * @param folder what they are called by
   */
  public static TrainingData of(Path folder, ImageSource source) {
    return new TrainingData(
        folder, source, Split.withSeed(0), OptionalDouble.empty(), false, false);
  }

  /** Those of a folder with {@code train/} and {@code test/}, or with one folder per class. */
  public static TrainingData of(Path folder) {
    return of(folder, ImageSource.folder(folder, FolderRules.USUAL));
  }

  /** Parted otherwise. */
  public TrainingData withSplit(Split other) {
    return new TrainingData(folder, source, other, validation, strict, allowLeak);
  }

  /** With a share of the images to learn from held out, 0..1. */
  public TrainingData withValidation(double share) {
    return new TrainingData(folder, source, split, OptionalDouble.of(share), strict, allowLeak);
  }

  /** Ending at the first image that cannot be read. */
  public TrainingData strictly() {
    return new TrainingData(folder, source, split, validation, true, allowLeak);
  }

  /** Going on although pictures to test with are also to learn from. */
  public TrainingData allowingLeaks() {
    return new TrainingData(folder, source, split, validation, strict, true);
  }

  /** Whether all images are learned from. */
  public boolean learnsFromAll() {
    return split.testShare() == 0;
  }

  /**
   * Parts the images.
   *
   * @param look tells which show the same
   * @throws InputException if there is nothing to learn, or nothing to test with
   */
  Dataset open(long seed, ContentLook look) {
    Dataset dataset = source.open(parting(seed, look));
    if (learnsFromAll()) {
      dataset = dataset.learningFromAll();
    } else {
      requireTest(dataset);
    }
    return dataset.holdingOut(validation.orElse(HELD_OUT), seed);
  }

  Split parting(long seed, ContentLook look) {
    return new Split(split.by(), split.testShare(), seed, split.groupBy(), look);
  }

  /** Whether features stand in the place of the images. */
  boolean isFeatures() {
    return FeatureFolder.isOne(folder);
  }

  /** Refuses features without their images where {@code what} looks at images. */
  void requireImages(String what) {
    if (isFeatures()) {
      throw new InputException(
          ("%s holds features alone, and %s looks at images: expected the folder that they"
                  + " were made of")
              .formatted(folder, what));
    }
  }

  /** Refuses to learn from all images where {@code what} needs some to test with. */
  void requireTested(String what) {
    if (learnsFromAll()) {
      throw new InputException(
          what + " needs images to test with: " + Hint.SPLIT + " must be above 0");
    }
  }

  /**
   * Refuses data of which nothing is left to test with.
   *
   * @throws InputException if there is no image to test with
   */
  void requireTest(Dataset dataset) {
    if (dataset.test().isEmpty()) {
      throw new InputException(
          ("no image of %s is kept for testing: expected two or more in a class and a %s"
                  + " above 0, not %s")
              .formatted(folder, Hint.SPLIT, split.testShare()));
    }
  }

  /**
   * The share that a training is asked to hold out.
   *
   * @param stops whether a phase stops by it
   */
  double held(boolean stops) {
    return validation.orElse(stops ? HELD_OUT : 0);
  }
}

package org.graft.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.graft.failure.InputException;

/**
 * How a folder without a test part of its own is parted. Which images are chosen hangs on the seed,
 * the class and the files' names alone: not on the order of listing, nor on where the folder lies.
 *
 * @param testShare share of the images kept for testing, at least 0 and less than 1
 * @param seed another seed chooses other images
 */
public record Split(SplitBy by, double testShare, long seed) {
  private static final double DEFAULT_TEST_SHARE = 0.2;

  public Split {
    if (!(testShare >= 0 && testShare < 1)) {
      throw new InputException(
          "the test share is " + testShare + ": expected at least 0 and less than 1, such as 0.2");
    }
  }

  /** A fifth of every class for testing. */
  public static Split withSeed(long seed) {
    return new Split(SplitBy.CLASS, DEFAULT_TEST_SHARE, seed);
  }

  /** Those images of one class that are for testing. */
  Set<Path> testPart(String label, List<Path> images) {
    return switch (by) {
      case CLASS -> ofClass(label, images);
      case HASH ->
          images.stream()
              .filter(image -> Rank.share(seed, label, image) < testShare)
              .collect(Collectors.toUnmodifiableSet());
    };
  }

  private Set<Path> ofClass(String label, List<Path> images) {
    SortedMap<String, Path> ranked = new TreeMap<>();
    images.forEach(image -> ranked.put(Rank.of(seed, label, image), image));
    return ranked.values().stream()
        .limit(testCount(images.size()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private long testCount(int images) {
    if (testShare == 0 || images < 2) {
      return 0;
    }
    return Math.max(1, Math.min(images - 1, Math.round(testShare * images)));
  }
}

package org.graft.image;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.graft.failure.InputException;

/**
 * How a folder without a test part of its own is parted. The share is kept in every class, as near
 * as whole images allow; each class of two images and more has at least one on either side. Which
 * images are chosen hangs on the seed, the class and the file's name alone: not on the order of
 * listing, nor on where the folder lies.
 *
 * @param testShare share of the images kept for testing, at least 0 and less than 1
 * @param seed another seed chooses other images
 */
public record Split(double testShare, long seed) {
  private static final double DEFAULT_TEST_SHARE = 0.2;

  public Split {
    if (!(testShare >= 0 && testShare < 1)) {
      throw new InputException(
          "the test share is " + testShare + ": expected at least 0 and less than 1, such as 0.2");
    }
  }

  /** A fifth of the images for testing. */
  public static Split withSeed(long seed) {
    return new Split(DEFAULT_TEST_SHARE, seed);
  }

  /** Those images of one class that are for testing. */
  Set<Path> testPart(String label, List<Path> images) {
    SortedMap<String, Path> ranked = new TreeMap<>();
    images.forEach(image -> ranked.put(rank(label, image), image));
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

  private String rank(String label, Path image) {
    String key = seed + "/" + label + "/" + image.getFileName();
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

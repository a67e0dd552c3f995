package org.graft.image;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.graft.failure.Hint;
import org.graft.failure.InputException;

/**
 * More images made of each training image.
 *
 * @param distortions how they differ from it, and how strongly
 * @param variants number of images made of each, itself among them; at least 2
 * @param seed another seed makes others
 */
public record Augmentation(Map<Distortion, Double> distortions, int variants, long seed) {
  /** Images made of each where nobody says otherwise. */
  public static final int USUAL_VARIANTS = 8;

  private static final int LEAST_VARIANTS = 2;
  private static final int MOST_VARIANTS = 1000;

  public Augmentation {
    if (distortions.isEmpty()) {
      throw new InputException("an augmentation of nothing: expected one such as crop,rotate");
    }
    if (variants < LEAST_VARIANTS || variants > MOST_VARIANTS) {
      throw new InputException(
          "variants of an image: expected 2 to 1000, itself among them, found " + variants);
    }
    distortions.forEach(Distortion::checked);
    distortions = Collections.unmodifiableMap(new EnumMap<>(distortions));
  }

  /**
   * The augmentation that a user describes by names with commas, each with a strength if its own is
   * not wanted, such as {@code flip,crop=0.3}.
   */
  public static Augmentation of(String description, int variants, long seed) {
    Map<Distortion, Double> distortions = new EnumMap<>(Distortion.class);
    for (String part : description.split(",")) {
      String[] sides = part.strip().split("=", 2);
      Distortion distortion = Distortion.of(sides[0].strip());
      double strength = sides.length == 1 ? distortion.usual() : number(part.strip(), sides[1]);
      if (distortions.put(distortion, strength) != null) {
        throw new InputException(Hint.AUGMENT + " names " + distortion + " twice");
      }
    }
    return new Augmentation(distortions, variants, seed);
  }

  /** The same that another seed makes. */
  public Augmentation withSeed(long other) {
    return new Augmentation(distortions, variants, other);
  }

  /** All variants of every image, the first being the image itself. */
  public List<Variant> all() {
    return IntStream.range(0, variants).mapToObj(this::variant).toList();
  }

  /** Variant {@code number} of every image, from 0, which is the image itself. */
  public Variant variant(int number) {
    return number == 0 ? Variant.ORIGINAL : new DistortedVariant(this, number);
  }

  /** As a user describes it, with all strengths. */
  @Override
  public String toString() {
    return distortions.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(","));
  }

  private static double number(String part, String number) {
    try {
      return Double.parseDouble(number);
    } catch (NumberFormatException e) {
      throw new InputException(
          "'" + part + "' has no strength: expected a number, as in crop=0.3", e);
    }
  }
}

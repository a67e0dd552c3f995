package org.graft.export.parity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.graft.failure.WorkFailedException;
import org.graft.plan.Parity;
import org.graft.storage.Digests;

/**
 * Collects the outputs of a network and of the file exported from it, and judges whether they are
 * the same: each value within {@link #TOLERANCE} times the output's greatest magnitude (times 1 for
 * outputs that stay below 1, as probabilities do), and the same class on top, or the same labels
 * from their thresholds on. Classes that the network itself holds for equal within that tolerance
 * may change places.
 */
public final class OutputComparison {
  /** Greatest difference that counts as rounding. */
  public static final double TOLERANCE = 1e-4;

  private final double allowed;
  private final List<Float> thresholds;
  private final List<String> problems = new ArrayList<>();
  private double scoreDifference;
  private int compared;
  private int agreed;

  /** A comparison of what ought to be the same. */
  public OutputComparison() {
    this(TOLERANCE);
  }

  /**
   * A comparison of what may differ by {@code allowed} times the greatest magnitude; beyond {@link
   * #TOLERANCE} the class on top may change too, and the receipt tells how often.
   */
  public OutputComparison(double allowed) {
    this(allowed, List.of());
  }

  private OutputComparison(double allowed, List<Float> thresholds) {
    this.allowed = allowed;
    this.thresholds = List.copyOf(thresholds);
  }

  /** The same for outputs each of which names a label from its threshold on. */
  public OutputComparison by(List<Float> from) {
    return new OutputComparison(allowed, from);
  }

  /**
   * Adds the output that decides the class, for a batch of images.
   *
   * @param expected the network's values, {@code images} rows
   * @param found the file's, in the same order
   */
  public void scores(String name, float[] expected, float[] found, int images) {
    values(name, expected, found);
    if (expected.length != found.length) {
      return;
    }
    Parity parity = Parity.of(found, expected);
    scoreDifference = Math.max(scoreDifference, parity.greatest());
    int classes = expected.length / images;
    for (int row = 0; row < images; row++) {
      compared++;
      agreed += agrees(expected, found, row * classes, classes, magnitude(parity)) ? 1 : 0;
    }
  }

  /** Adds any other output for a batch of images. */
  public void values(String name, float[] expected, float[] found) {
    if (expected.length != found.length) {
      problems.add("output '" + name + "' has " + found.length + " values, not " + expected.length);
      return;
    }
    Parity parity = Parity.of(found, expected);
    if (!(parity.greatest() <= allowed * magnitude(parity))) {
      problems.add("output '" + name + "' is off by " + parity.greatest());
    }
  }

  /** Adds what the file was to say about itself, and what it says when it is read back. */
  public void metadata(Map<String, String> expected, Map<String, String> found) {
    expected.forEach(
        (key, value) -> {
          if (!value.equals(found.get(key))) {
            problems.add("metadata " + key + " reads back as '" + found.get(key) + "'");
          }
        });
  }

  /** Fails unless the file may stand in for the network. */
  public void require(Path target) {
    if (agreed < compared && allowed <= TOLERANCE) {
      String what = thresholds.isEmpty() ? "top class differs" : "named labels differ";
      problems.add(what + " on " + (compared - agreed) + " of " + compared + " images");
    }
    if (!problems.isEmpty()) {
      throw new WorkFailedException(
          "the export for %s does not compute what the network computes and was discarded: %s"
              .formatted(target, String.join(", ", problems)));
    }
  }

  /** The receipt of {@code file}, whose outputs were compared for {@code images} images. */
  public Receipt receipt(Path file, int images) {
    try {
      double agreement = compared == 0 ? 1 : (double) agreed / compared;
      String sha256 = Digests.sha256(file);
      return new Receipt(
          file, Files.size(file), sha256, scoreDifference, agreement, images, Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean agrees(float[] expected, float[] found, int from, int length, double magnitude) {
    return thresholds.isEmpty()
        ? expected[greatest(found, from, length)]
            >= expected[greatest(expected, from, length)] - TOLERANCE * magnitude
        : IntStream.range(0, length)
            .allMatch(i -> namesSame(expected[from + i], found[from + i], i));
  }

  private boolean namesSame(float expected, float found, int label) {
    float threshold = thresholds.get(label);
    boolean near = Math.abs(expected - threshold) <= TOLERANCE;
    return near || expected >= threshold == found >= threshold;
  }

  /** The index of the first of the greatest of {@code length} values from an index on. */
  static int greatest(float[] values, int from, int length) {
    int best = from;
    for (int i = from; i < from + length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  /** That of outputs that stay below 1, as probabilities do, counts as 1. */
  private static double magnitude(Parity parity) {
    return Math.max(1, parity.magnitude());
  }
}

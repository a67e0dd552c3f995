package org.graft.export.parity;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Proof that an exported file computes what the network computes, taken from the file as it lies on
 * the disk.
 *
 * @param file where the file is
 * @param bytes its length
 * @param sha256 its digest, lower-case hexadecimal
 * @param maxAbsDifference greatest absolute difference between file and network over all values of
 *     the first output (probabilities, in a classifier) of all sample images
 * @param top1Agreement share of the sample images, 0 to 1, on which both name the same class
 * @param images number of sample images
 * @param tested how the file answers the run's test images, where that was measured
 */
public record Receipt(
    Path file,
    long bytes,
    String sha256,
    double maxAbsDifference,
    double top1Agreement,
    int images,
    Optional<Agreement> tested) {
  /** The receipt of the same file in another place. */
  public Receipt at(Path place) {
    return new Receipt(place, bytes, sha256, maxAbsDifference, top1Agreement, images, tested);
  }

  /** With what was measured on the run's test images, if it was. */
  public Receipt withTested(Optional<Agreement> measured) {
    return new Receipt(file, bytes, sha256, maxAbsDifference, top1Agreement, images, measured);
  }
}

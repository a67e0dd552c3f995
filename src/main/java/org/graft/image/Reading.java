package org.graft.image;

import java.util.List;
import java.util.function.Consumer;

/**
 * How images are read: to which size, and what becomes of those that cannot be.
 *
 * @param strict whether the first unreadable image ends the work
 * @param onSkipped told of every image left out, unless strict
 */
public record Reading(Resize resize, boolean strict, Consumer<SkippedImage> onSkipped) {
  /** Batches of {@code images} in order. */
  public ImageBatches batches(List<LabelledImage> images, int batchSize) {
    return strict
        ? ImageBatches.strict(images, resize, batchSize)
        : ImageBatches.lenient(images, resize, batchSize, onSkipped);
  }
}

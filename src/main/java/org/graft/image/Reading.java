package org.graft.image;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How images are read: which variant, to which size, and what becomes of those that cannot be.
 *
 * @param strict whether the first unreadable image ends the work
 * @param onSkipped told of every image left out, unless strict
 */
public record Reading(
    Resize resize, Variant variant, boolean strict, Consumer<SkippedImage> onSkipped) {
  /** Reads images as they are. */
  public Reading(Resize resize, boolean strict, Consumer<SkippedImage> onSkipped) {
    this(resize, Variant.ORIGINAL, strict, onSkipped);
  }

  /** The same images in another variant; those left out are not told again. */
  public Reading of(Variant other) {
    return new Reading(resize, other, strict, other.isOriginal() ? onSkipped : skipped -> {});
  }

  /** Batches of {@code images} in order. */
  public ImageBatches batches(List<LabelledImage> images, int batchSize) {
    return batches(images, batchSize, place -> Optional.empty());
  }

  /** The same, where some images are held and not read. */
  public ImageBatches batches(List<LabelledImage> images, int batchSize, ImageBatches.Held held) {
    return new ImageBatches(images, this, held, batchSize);
  }

  /** {@code [height, width, 3]} float32, RGB, whole levels 0..255. */
  float[] read(LabelledImage image) {
    return resize.apply(variant.apply(ImageDecoder.decode(image.file(), resize.exif())));
  }
}

package org.graft.image;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.datavec.image.data.ImageWritable;
import org.datavec.image.transform.ImageTransform;

/**
 * One of the images that an augmentation makes of each. What it looks like hangs on the image's
 * pixels, the augmentation and the number alone.
 *
 * @param number from 1
 */
record DistortedVariant(Augmentation augmentation, int number) implements Variant {
  @Override
  public String key() {
    return augmentation + ";" + augmentation.seed() + ";" + number;
  }

  @Override
  public Pixels apply(Pixels image) {
    SplittableRandom random =
        SeededRandom.of(augmentation.seed(), Arrays.hashCode(image.rgb()), number);
    Pixels changed = image;
    for (Map.Entry<Distortion, Double> entry : augmentation.distortions().entrySet()) {
      SplittableRandom own = random.split();
      Optional<ImageTransform> transform = entry.getKey().transform(entry.getValue(), own, changed);
      if (transform.isPresent()) {
        ImageWritable writable = OpenCv.writable(changed);
        changed = OpenCv.pixels(transform.get().transform(writable, null));
      }
    }
    return changed;
  }
}

package org.graft.image;

import java.util.Arrays;
import java.util.Map;
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
    SplittableRandom random = random(image);
    Pixels changed = image;
    for (Map.Entry<Distortion, Double> entry : augmentation.distortions().entrySet()) {
      SplittableRandom own = random.split();
      ImageTransform transform = entry.getKey().transform(entry.getValue(), own, changed);
      if (transform != null) {
        ImageWritable writable = OpenCv.writable(changed);
        changed = OpenCv.pixels(transform.transform(writable, null));
      }
    }
    return changed;
  }

  private SplittableRandom random(Pixels image) {
    long state = augmentation.seed();
    for (long part : new long[] {Arrays.hashCode(image.rgb()), number}) {
      state = new SplittableRandom(state ^ part).nextLong();
    }
    return new SplittableRandom(state);
  }
}

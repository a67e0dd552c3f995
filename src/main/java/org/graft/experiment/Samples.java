package org.graft.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.graft.image.ImageBatch;
import org.graft.image.ImageBatches;
import org.graft.image.LabelledImage;
import org.graft.image.Reading;
import org.graft.image.Resize;
import org.graft.plan.Tensor;

/**
 * Images to compare an exported file with its run on: the run's own test images, while they exist.
 */
public final class Samples {
  private static final int MOST = 32;

  private Samples() {}

  /**
   * Up to 32 images of {@code files}, evenly spread; noise from a fixed seed where none is left.
   *
   * @return {@code [n, height, width, 3]}, RGB 0..255
   */
  public static Tensor of(List<Path> files, Resize resize) {
    List<LabelledImage> left =
        files.stream().filter(Files::isReadable).map(f -> new LabelledImage(f, 0)).toList();
    if (left.isEmpty()) {
      return noise(resize);
    }
    int step = (left.size() + MOST - 1) / MOST;
    List<LabelledImage> spread =
        IntStream.range(0, left.size()).filter(i -> i % step == 0).mapToObj(left::get).toList();
    try (ImageBatches batches = new Reading(resize, false, skipped -> {}).batches(spread, MOST)) {
      return batches.hasNext() ? tensor(batches.next(), resize) : noise(resize);
    }
  }

  private static Tensor tensor(ImageBatch batch, Resize resize) {
    return new Tensor(batch.pixels(), batch.size(), resize.height(), resize.width(), 3);
  }

  private static Tensor noise(Resize resize) {
    SplittableRandom random = new SplittableRandom(0);
    float[] values = new float[2 * resize.values()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(256);
    }
    return new Tensor(values, 2, resize.height(), resize.width(), 3);
  }
}

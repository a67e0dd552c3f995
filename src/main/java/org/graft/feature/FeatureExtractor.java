package org.graft.feature;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.graft.graph.Emitter;
import org.graft.graph.Network;
import org.graft.image.ImageBatch;
import org.graft.image.ImageBatches;
import org.graft.image.LabelledImage;
import org.graft.image.Reading;
import org.graft.plan.FoldBatchNorm;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a network over images once, batch by batch, in inference mode. */
public final class FeatureExtractor {
  /** Values of the input that are under way at once: 32 images of 224 px. */
  private static final int BATCH_VALUES = 32 * 224 * 224 * 3;

  private static final int MOST_IMAGES = 32;

  private final Network network;
  private final Reading reading;

  /**
   * A model that takes pixels as {@code reading} delivers them and gives one row an image. It runs
   * with BatchNorm folded.
   */
  public FeatureExtractor(Model model, Reading reading) {
    this.network = Emitter.inference(FoldBatchNorm.apply(model));
    this.reading = reading;
  }

  /** Told at the start and after every batch how many images are done, of how many. */
  @FunctionalInterface
  public interface Progress {
    void done(int images, int of);
  }

  /**
   * The model's output for each image that can be read.
   *
   * @throws InputException if none can
   * @throws WorkFailedException if an output is not finite
   */
  public Features extract(List<LabelledImage> images, Progress progress) {
    List<float[]> rows = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    int batchSize = Math.max(1, Math.min(MOST_IMAGES, BATCH_VALUES / reading.resize().values()));
    progress.done(0, images.size());
    try (ImageBatches batches = reading.batches(images, batchSize)) {
      while (batches.hasNext()) {
        ImageBatch batch = batches.next();
        addRows(run(batch), rows);
        for (int label : batch.labels()) {
          labels.add(label);
        }
        files.addAll(batch.files());
        progress.done(rows.size(), images.size());
      }
    }
    if (rows.isEmpty()) {
      throw new InputException("none of " + images.size() + " images could be read");
    }
    return new Features(stacked(rows), labels.stream().mapToInt(l -> l).toArray(), files);
  }

  private Tensor run(ImageBatch batch) {
    Tensor pixels =
        new Tensor(
            batch.pixels(),
            batch.labels().length,
            reading.resize().height(),
            reading.resize().width(),
            3);
    try (INDArray input = Network.toNative(pixels);
        INDArray output = network.run(input)) {
      return Network.fromNative(output);
    }
  }

  private void addRows(Tensor output, List<float[]> rows) {
    int width = output.size() / output.shape()[0];
    for (int i = 0; i < output.shape()[0]; i++) {
      float[] row = new float[width];
      System.arraycopy(output.values(), i * width, row, 0, width);
      requireFinite(row);
      rows.add(row);
    }
  }

  private void requireFinite(float[] row) {
    for (float value : row) {
      if (!Float.isFinite(value)) {
        throw new WorkFailedException(
            network.output()
                + " gives "
                + value
                + ": the images are too small for the base, or the preprocessing is not its own");
      }
    }
  }

  private static Tensor stacked(List<float[]> rows) {
    int width = rows.get(0).length;
    float[] values = new float[Math.multiplyExact(rows.size(), width)];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, values, i * width, width);
    }
    return new Tensor(values, rows.size(), width);
  }
}

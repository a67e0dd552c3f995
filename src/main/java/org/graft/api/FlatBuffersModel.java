package org.graft.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.graft.card.ModelCard;
import org.graft.export.flatbuffers.FlatBuffersFile;
import org.graft.failure.MalformedFileException;
import org.graft.graph.SameDiffNetwork;
import org.graft.image.ImageBatch;
import org.graft.image.ImageBatches;
import org.graft.image.LabelledImage;
import org.graft.image.Reading;
import org.graft.image.Resize;
import org.graft.plan.Tensor;
import org.graft.predict.Naming;
import org.graft.predict.OnnxModel;
import org.graft.predict.Prediction;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A classifier that Graft exported as a FlatBuffers file: its SameDiff graph, and what the file
 * says about labels and images. It predicts by SameDiff. For one thread at a time.
 */
public final class FlatBuffersModel {
  private static final int CHANNELS = 3;

  private final SameDiff graph;
  private final ModelCard card;
  private final Resize resize;

  private FlatBuffersModel(SameDiff graph, ModelCard card) {
    this.graph = graph;
    this.card = card;
    this.resize = OnnxModel.resize(card.images());
  }

  static FlatBuffersModel open(Path file) {
    FlatBuffersFile read = FlatBuffersFile.read(file);
    FlatBuffersModel model =
        new FlatBuffersModel(read.graph(), ModelCard.of(file, read.metadata()));
    model.requireAgreement(file);
    return model;
  }

  /**
   * The graph: its first placeholder takes {@code [batch, height, width, 3]} float32, RGB 0..255;
   * {@code outputs()} names the probabilities {@code [batch, labels]}. A file for training has the
   * second placeholder {@code targets} and the loss {@code loss} besides. It is this object's own:
   * what it is trained to, it predicts.
   */
  public SameDiff graph() {
    return graph;
  }

  /** Labels, size, preprocessing and provenance, as the file says them. */
  public ModelCard card() {
    return card;
  }

  /**
   * The {@code top} likeliest classes of each image file, in order.
   *
   * @throws MalformedFileException if an image cannot be decoded
   */
  public List<Prediction> predict(List<Path> images, int top) {
    List<Prediction> predictions = new ArrayList<>();
    Naming naming = Naming.of(card);
    Reading reading = new Reading(resize, true, skipped -> {});
    try (ImageBatches batches =
        reading.batches(LabelledImage.unlabelled(images), OnnxModel.BATCH)) {
      while (batches.hasNext()) {
        ImageBatch batch = batches.next();
        Tensor rows = outputs(new Tensor(batch.pixels(), shape(batch.size())));
        for (int i = 0; i < batch.size(); i++) {
          float[] row = rows.part(i, i + 1).values();
          predictions.add(Prediction.of(batch.files().get(i), naming, row, top));
        }
      }
    }
    return predictions;
  }

  /** What the graph gives for images, {@code [batch, labels]}. */
  private Tensor outputs(Tensor images) {
    try (INDArray entering = SameDiffNetwork.toNative(images)) {
      return SameDiffNetwork.fromNative(
          graph.outputSingle(Map.of(graph.inputs().get(0), entering), graph.outputs().get(0)));
    }
  }

  private void requireAgreement(Path file) {
    long[] image =
        graph.inputs().isEmpty() ? null : graph.getVariable(graph.inputs().get(0)).getShape();
    long[] expected = Arrays.stream(shape(-1)).asLongStream().toArray();
    if (!Arrays.equals(image, expected)) {
      throw new MalformedFileException(
          file,
          String.format(
              "its metadata says images %s, its graph %s",
              Arrays.toString(expected), Arrays.toString(image)));
    }
    long given = probabilitiesOfBlack(file);
    if (given != card.labels().size()) {
      throw new MalformedFileException(
          file, "it has " + card.labels().size() + " labels and " + given + " probabilities");
    }
  }

  /** How many values the graph gives for one black image. */
  private long probabilitiesOfBlack(Path file) {
    try {
      return outputs(Tensor.zeros(shape(1))).size();
    } catch (RuntimeException e) {
      throw new MalformedFileException(file, "SameDiff cannot run its graph", e);
    }
  }

  private int[] shape(int images) {
    return new int[] {images, card.images().height(), card.images().width(), CHANNELS};
  }
}

package org.graft.predict;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.image.ImageDecoder;
import org.graft.image.Interpolation;
import org.graft.provenance.ModelCard;
import org.graft.runtime.OnnxSession;

/**
 * A classifier that Graft exported, loaded in ONNX Runtime. Everything it needs is in the file:
 * preprocessing as nodes, labels and size as metadata. Must be closed: it holds native memory.
 */
public final class OnnxModel implements AutoCloseable {
  /** Images that run together. */
  public static final int BATCH = 16;

  /** Name of the output that holds {@code [batch, labels]} probabilities. */
  private static final String PROBABILITIES = "probabilities";

  private final OnnxSession session;
  private final ModelCard card;
  private final Interpolation interpolation;

  private OnnxModel(OnnxSession session, ModelCard card) {
    this.session = session;
    this.card = card;
    this.interpolation = Interpolation.of(card.interpolation());
  }

  /**
   * Loads a file.
   *
   * @throws InputException if there is no such file or Graft did not make it
   * @throws MalformedFileException if it is damaged or no ONNX
   */
  public static OnnxModel open(Path file) {
    OnnxSession session = OnnxSession.open(file);
    try {
      ModelCard card = ModelCard.of(file, session.metadata());
      requireAgreement(file, session, card);
      return new OnnxModel(session, card);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** What the file says about itself. */
  public ModelCard card() {
    return card;
  }

  /**
   * The {@code top} likeliest classes of each image file, in order. Images are decoded and resized
   * as the card says; {@link #BATCH} run together.
   *
   * @throws MalformedFileException if an image cannot be decoded
   */
  public List<Prediction> predict(List<Path> images, int top) {
    List<Prediction> predictions = new ArrayList<>();
    for (int from = 0; from < images.size(); from += BATCH) {
      List<Path> batch = images.subList(from, Math.min(images.size(), from + BATCH));
      List<float[]> probabilities = run(batch.stream().map(this::read).toList());
      for (int i = 0; i < batch.size(); i++) {
        predictions.add(Prediction.of(batch.get(i), card.labels(), probabilities.get(i), top));
      }
    }
    return predictions;
  }

  /**
   * The probabilities of each image's classes, in the order of the labels.
   *
   * @param images each {@code [height, width, 3]} in C order, RGB 0..255, of the card's size;
   *     rounded half up to whole levels when the file takes bytes, as Graft's files do
   */
  public List<float[]> probabilities(List<float[]> images) {
    List<float[]> probabilities = new ArrayList<>();
    for (int from = 0; from < images.size(); from += BATCH) {
      probabilities.addAll(run(images.subList(from, Math.min(images.size(), from + BATCH))));
    }
    return probabilities;
  }

  @Override
  public void close() {
    session.close();
  }

  private float[] read(Path image) {
    return interpolation.resize(ImageDecoder.decode(image), card.height(), card.width());
  }

  private List<float[]> run(List<float[]> images) {
    int values = session.input().values();
    float[] batch = new float[images.size() * values];
    for (int i = 0; i < images.size(); i++) {
      if (images.get(i).length != values) {
        throw new IllegalArgumentException(
            images.get(i).length + " values for an image of " + session.input());
      }
      System.arraycopy(images.get(i), 0, batch, i * values, values);
    }
    float[] all = session.run(batch, images.size()).get(PROBABILITIES).values();
    List<float[]> rows = new ArrayList<>();
    int classes = card.labels().size();
    for (int i = 0; i < images.size(); i++) {
      rows.add(Arrays.copyOfRange(all, i * classes, (i + 1) * classes));
    }
    return rows;
  }

  private static void requireAgreement(Path file, OnnxSession session, ModelCard card) {
    OnnxSession.ImageInput input = session.input();
    if (input.height() != card.height() || input.width() != card.width()) {
      throw new MalformedFileException(
          file, "its metadata says " + card.height() + "x" + card.width() + ", its graph " + input);
    }
    int classes = session.width(PROBABILITIES);
    if (classes != card.labels().size()) {
      throw new MalformedFileException(
          file, "it has " + card.labels().size() + " labels and " + classes + " probabilities");
    }
  }
}

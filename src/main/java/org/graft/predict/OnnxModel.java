package org.graft.predict;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.graft.card.ImageCard;
import org.graft.card.ModelCard;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.image.Exif;
import org.graft.image.ImageBatch;
import org.graft.image.ImageBatches;
import org.graft.image.ImageDecoder;
import org.graft.image.Interpolation;
import org.graft.image.LabelledImage;
import org.graft.image.Pixels;
import org.graft.image.Reading;
import org.graft.image.Resize;
import org.graft.runtime.Device;
import org.graft.runtime.ImageInput;
import org.graft.runtime.OnnxSession;

/**
 * A classifier that Graft exported, loaded in ONNX Runtime. Everything it needs is in the file:
 * labels and size as metadata, preprocessing as nodes or as numbers in the metadata. Images are
 * brought to its size by Graft's own resizing, also for a file that takes any size. May be used by
 * many threads at once. Must be closed: it holds native memory.
 */
public final class OnnxModel implements AutoCloseable {
  /** Images that run together unless the caller says otherwise. */
  public static final int BATCH = 16;

  private static final int CHANNELS = 3;

  /** In other numbers, such as int8, a batch shares one scale. */
  private static final Set<String> BATCH_INVARIANT = Set.of("float32", "float16");

  private static final String PROBABILITIES = "probabilities";
  private static final String NUMBER = "number";
  private static final String IN_MEMORY = "image";

  private final OnnxSession session;
  private final ModelCard card;
  private final Resize resize;
  private final boolean batchInvariant;

  /** Name of the output that holds {@code [batch, labels]} probabilities, or numbers. */
  private final String output;

  private OnnxModel(OnnxSession session, ModelCard card) {
    this.session = session;
    this.card = card;
    this.output = output(card);
    this.batchInvariant =
        BATCH_INVARIANT.contains(session.metadata().getOrDefault(ModelCard.PRECISION, ""));
    this.resize = resize(card.images());
  }

  /** How pictures become what a model wants of an image. */
  public static Resize resize(ImageCard card) {
    return new Resize(
        card.height(), card.width(), Interpolation.of(card.interpolation()), Exif.of(card.exif()));
  }

  /**
   * Loads a file that is to run on all cores.
   *
   * @throws InputException if there is no such file or Graft did not make it
   * @throws MalformedFileException if it is damaged or no ONNX
   */
  public static OnnxModel open(Path file) {
    return open(file, Runtime.getRuntime().availableProcessors());
  }

  /** Loads a file that is to run on {@code threads} threads. */
  public static OnnxModel open(Path file, int threads) {
    return open(file, threads, Device.CPU);
  }

  /**
   * The same on a device.
   *
   * @throws InputException if the device cannot be used here
   */
  public static OnnxModel open(Path file, int threads, Device device) {
    OnnxSession session = OnnxSession.open(file, threads, device);
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
   * Whether an image's probabilities are its own, up to rounding, whatever else is in its batch;
   * not so in a file of 8 bits, nor in one that does not say in what numbers it computes.
   */
  public boolean isBatchInvariant() {
    return batchInvariant;
  }

  /** What its probabilities name. */
  public Naming naming() {
    return Naming.of(card);
  }

  /** What an image goes through before the file sees it. */
  public Resize resize() {
    return resize;
  }

  /**
   * The {@code top} likeliest classes of each image file, in order; {@link #BATCH} run together.
   *
   * @throws MalformedFileException if an image cannot be decoded
   */
  public List<Prediction> predict(List<Path> images, int top) {
    List<Prediction> predictions = new ArrayList<>();
    try (ImageBatches batches = batches(images)) {
      predict(batches, top, predictions::add);
    }
    return predictions;
  }

  /**
   * The {@code top} likeliest classes of an image in memory: the bytes of a file.
   *
   * @throws MalformedFileException if it cannot be decoded
   */
  public List<LabelProbability> predict(byte[] image, int top) {
    return predict(ImageDecoder.decode(image, IN_MEMORY, resize.exif()), top);
  }

  /**
   * The same of a stream, which is read to its end or to {@link ImageDecoder#MAXIMUM_BYTES}, and
   * left open.
   *
   * @throws IOException if it cannot be read
   */
  public List<LabelProbability> predict(InputStream image, int top) throws IOException {
    return predict(image.readNBytes(ImageDecoder.MAXIMUM_BYTES), top);
  }

  /** The same of a picture that Java drew or decoded; alpha is dropped, grey repeated. */
  public List<LabelProbability> predict(BufferedImage image, int top) {
    return predict(Pixels.of(image), top);
  }

  private List<LabelProbability> predict(Pixels image, int top) {
    float[] row = probabilities(List.of(resize.apply(image))).get(0);
    if (naming().isNumber()) {
      throw new InputException("this model gives a number and no labels; ask number(image)");
    }
    return Prediction.top(card.labels(), row, top);
  }

  /**
   * The number that the model gives for a picture in memory.
   *
   * @throws InputException if it gives labels
   */
  public float number(BufferedImage image) {
    if (!naming().isNumber()) {
      throw new InputException("this model gives labels and no number; ask predict(image, top)");
    }
    return probabilities(List.of(resize.apply(Pixels.of(image)))).get(0)[0];
  }

  /** The probabilities of each image file's classes, in the order of the labels. */
  public List<float[]> probabilitiesOf(List<Path> images) {
    List<float[]> all = new ArrayList<>();
    try (ImageBatches batches = batches(images)) {
      while (batches.hasNext()) {
        ImageBatch batch = batches.next();
        all.addAll(rows(batch.pixels(), batch.size()));
      }
    }
    return all;
  }

  /**
   * Tells the {@code top} likeliest classes of each image as soon as its batch has run.
   *
   * @param batches of images that went through {@link #resize}
   */
  public void predict(ImageBatches batches, int top, Consumer<Prediction> to) {
    while (batches.hasNext()) {
      ImageBatch batch = batches.next();
      List<float[]> rows = rows(batch.pixels(), batch.size());
      for (int i = 0; i < rows.size(); i++) {
        to.accept(Prediction.of(batch.files().get(i), naming(), rows.get(i), top));
      }
    }
  }

  /**
   * The probabilities of each image's classes, in the order of the labels. All images run together.
   *
   * @param images each {@code [height, width, 3]} in C order, RGB 0..255, of the card's size;
   *     rounded half up to whole levels when the file takes bytes, as Graft's files do
   */
  public List<float[]> probabilities(List<float[]> images) {
    int values = resize.values();
    float[] batch = new float[Math.multiplyExact(images.size(), values)];
    for (int i = 0; i < images.size(); i++) {
      if (images.get(i).length != values) {
        throw new IllegalArgumentException(
            images.get(i).length + " values for an image of " + session.input());
      }
      System.arraycopy(images.get(i), 0, batch, i * values, values);
    }
    return rows(batch, images.size());
  }

  @Override
  public void close() {
    session.close();
  }

  private ImageBatches batches(List<Path> images) {
    Reading reading = new Reading(resize, true, skipped -> {});
    return reading.batches(LabelledImage.unlabelled(images), BATCH);
  }

  private List<float[]> rows(float[] pixels, int images) {
    float[] prepared = card.input().of(pixels);
    float[] all =
        session
            .run(prepared, images, card.images().height(), card.images().width())
            .get(output)
            .values();
    List<float[]> rows = new ArrayList<>();
    int classes = card.labels().size();
    for (int i = 0; i < images; i++) {
      rows.add(Arrays.copyOfRange(all, i * classes, (i + 1) * classes));
    }
    return rows;
  }

  private static String output(ModelCard card) {
    return Naming.of(card).isNumber() ? NUMBER : PROBABILITIES;
  }

  private static void requireAgreement(Path file, OnnxSession session, ModelCard card) {
    ImageInput input = session.input();
    if (!input.takes(card.images().height(), card.images().width())
        || input.pixels() != card.input().pixels()
        || input.channels() != CHANNELS) {
      throw new MalformedFileException(
          file,
          String.format(
              Locale.ROOT,
              "its metadata says %dx%d %s, its graph %s",
              card.images().height(),
              card.images().width(),
              card.input().pixels(),
              input));
    }
    int classes = session.width(output(card));
    if (classes != card.labels().size()) {
      throw new MalformedFileException(
          file, "it has " + card.labels().size() + " labels and " + classes + " probabilities");
    }
  }
}

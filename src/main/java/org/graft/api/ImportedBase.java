package org.graft.api;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.graft.base.Base;
import org.graft.card.Layout;
import org.graft.export.onnx.OnnxPrecision;
import org.graft.image.ImageSource;
import org.graft.plan.Luma;
import org.graft.plan.Shape;
import org.graft.train.Recipe;
import org.nd4j.autodiff.samediff.SameDiff;

/** A network to graft a head on. */
public record ImportedBase(Base base) {
  /**
   * A training that is not begun: recipe {@link Recipe#SAFE}, images of the base's native size.
   *
   * @param data folder with {@code train/} and {@code test/}, or with one folder per class, of
   *     which a fifth is kept for testing
   */
  public Training on(Path data) {
    return on(TrainingData.of(data));
  }

  /**
   * The same on images that are no folder: {@link LabelledImages}, or those of a labels file,
   * {@link ImageSource#labelsFile}.
   */
  public Training on(ImageSource images) {
    return on(TrainingData.of(Path.of("images"), images));
  }

  /** The same on images that are parted otherwise, … . */
  public Training on(TrainingData data) {
    return Training.of(base, data);
  }

  /** Features to be made of images, prepared as in the base's own training. */
  public Extracting features(TrainingData data) {
    return new Extracting(base, data, ImageForm.USUAL, Computing.USUAL, false);
  }

  /** The base to be written as a file that gives features, for other programs. */
  public BaseExporting exporting() {
    return new BaseExporting(
        base, ImageForm.USUAL, Layout.NHWC, OnnxPrecision.FLOAT32, Clock.systemUTC());
  }

  /** The base as a frozen SameDiff graph of its native size that takes RGB pixels 0..255. */
  public SameDiff toSameDiff() {
    return toSameDiff(GraphForm.ofPixels());
  }

  /**
   * The base as a SameDiff graph, another one with every call. It takes the placeholder {@value
   * GraphForm#IMAGE}, {@code [batch, height, width, 3]} float32; maps are {@code [batch, height,
   * width, channels]}, every layer's output is a variable under its Keras name, and {@code
   * outputs()} names the last, {@link #featureLayer()}. Parameters are {@code layer/parameter}:
   * constants, or variables where the form trains them. A BatchNorm is a constant scale and shift
   * in either case, and a dropout the identity, since SameDiff's own has no derivative.
   *
   * <p>With ND4J 1.0.0-M2.1: {@code output} and {@code batchOutput} run it; {@code fit} trains its
   * variables, and heads that are added in operations, under any {@code TrainingConfig}, but the
   * loss that it hands back is 0 in every epoch; {@code save} and {@code SameDiff.load} keep all
   * but {@code outputs()}, which is {@code null} after loading. {@code convertToVariables} and
   * {@code convertToConstants} work before the first {@code fit}.
   *
   * @throws org.graft.failure.InputException if the base does not take images of that size, has no
   *     such layer to train from, or does not say how its pixels are prepared
   * @throws org.graft.failure.UnsupportedModelException if gradients would have to pass a layer
   *     that SameDiff has no working one for
   */
  public SameDiff toSameDiff(GraphForm form) {
    return form.of(base).graph();
  }

  /**
   * The shape that features of one image have, which SameDiff itself does not tell: {@code
   * getShape()} of what an operation computes is {@code null}.
   *
   * @param size side of the image in pixels
   * @throws org.graft.failure.InputException if the base does not take images of that size
   */
  public Shape featureShape(int size) {
    base.requireSize(size);
    return base.facts().shapes(base.features().plan(), size).get(featureLayer());
  }

  /** The layer that turns pictures grey, of a network of grey images. */
  public Optional<String> greyLayer() {
    return Luma.layer(base.model());
  }

  /** Name of the layer that a head is grafted on. */
  public String featureLayer() {
    return base.facts().featureLayer();
  }
}

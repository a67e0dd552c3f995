package org.graft.api;

import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.graft.base.Base;
import org.graft.card.BaseCard;
import org.graft.card.Layout;
import org.graft.experiment.Samples;
import org.graft.export.onnx.OnnxExport;
import org.graft.export.onnx.OnnxInput;
import org.graft.export.onnx.OnnxOptions;
import org.graft.export.onnx.OnnxPrecision;
import org.graft.export.parity.Receipt;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.head.Head;
import org.graft.image.Exif;
import org.graft.image.Resize;
import org.graft.plan.FoldBatchNorm;
import org.graft.plan.Model;
import org.graft.plan.ModelDigest;
import org.graft.plan.Preprocessing;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A base to be written as one ONNX file that gives the features of images: what {@code graft export
 * --base} does.
 *
 * @param images the form in which it gets them; prepared as in its own training unless that says
 *     otherwise
 * @param layout order of the input's axes
 * @param clock tells when it was made, which it says of itself
 */
public record BaseExporting(
    Base base, ImageForm images, Layout layout, OnnxPrecision precision, Clock clock) {
  public BaseExporting images(ImageForm other) {
    return new BaseExporting(base, other, layout, precision, clock);
  }

  /** With axes in another order. */
  public BaseExporting withLayout(Layout other) {
    return new BaseExporting(base, images, other, precision, clock);
  }

  /** In other numbers. */
  public BaseExporting withPrecision(OnnxPrecision other) {
    return new BaseExporting(base, images, layout, other, clock);
  }

  /** Made by another clock. */
  public BaseExporting clock(Clock other) {
    return new BaseExporting(base, images, layout, precision, other);
  }

  /**
   * Writes a file that takes {@code image}, uint8 {@code [batch, side, side, 3]} RGB, and gives
   * {@code features}, float32 {@code [batch, width]}: those of {@code graft features}, with
   * preprocessing inside.
   *
   * @throws InputException if images of that size are too small for the base, or nobody knows how
   *     its pixels are prepared
   * @throws org.graft.failure.WorkFailedException if the file computes something else; nothing is
   *     left behind
   */
  public Receipt toOnnx(Path file) {
    int side = images.requiredOn(base);
    Model pooled = Head.pooled(preprocessing().prependTo(base.features(), side));
    SameDiffNetwork network = Emitter.inference(FoldBatchNorm.apply(pooled));
    Resize resize = Resize.square(side, images.interpolation(), images.exif().orElse(Exif.APPLY));
    OnnxOptions options =
        new OnnxOptions(
            OnnxInput.BYTES.withLayout(layout),
            precision,
            Map.of(OnnxOptions.FEATURES, network.output()),
            card(pooled, resize).toMetadata());
    try (INDArray samples = SameDiffNetwork.toNative(Samples.of(List.of(), resize))) {
      return OnnxExport.write(network, file, options, samples);
    } finally {
      network.release();
    }
  }

  private Preprocessing preprocessing() {
    Preparation asked = images.preparation().orElse(Preparation.AS_TRAINED);
    if (asked.isOpen(base)) {
      throw new InputException(
          "nobody knows how pixels are prepared for %s; say it (%s)"
              .formatted(
                  base.facts().name(), Hint.FORM_PREPARATION.to("raw, caffe, tf, torch or unit")));
    }
    return asked.on(base);
  }

  private BaseCard card(Model pooled, Resize resize) {
    return new BaseCard(
        base.facts().name(),
        base.facts().featureLayer(),
        pooled.plan().outputShape().channels(),
        resize.height(),
        resize.interpolation().toString(),
        resize.exif().toString(),
        preprocessing().toString(),
        base.facts().licence(),
        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
        ModelDigest.of(pooled),
        pooled.plan().output().name());
  }
}

package org.graft.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.graft.card.InputForm;
import org.graft.card.Layout;
import org.graft.card.ModelCard;
import org.graft.card.PixelType;
import org.graft.export.onnx.OnnxInput;
import org.graft.export.onnx.OnnxOptions;
import org.graft.export.onnx.OnnxPrecision;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.graph.SameDiffNetwork;
import org.graft.head.Head;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.train.RunRecord;

/**
 * What an ONNX file shall look like from outside.
 *
 * @param pixels bytes as they are, or numbers preprocessed as the metadata says
 * @param layout order of the input's axes
 * @param side of the images in pixels; empty for the run's
 * @param anySide whether the file takes images of any size, which it resizes to that side
 * @param features whether it hands out what the head reads, too
 */
public record OnnxForm(
    PixelType pixels,
    Layout layout,
    OptionalInt side,
    boolean anySide,
    boolean features,
    OnnxPrecision precision) {
  /** Bytes {@code [batch, side, side, 3]} in, float32 within. */
  public static final OnnxForm PLAIN =
      new OnnxForm(
          PixelType.UINT8, Layout.NHWC, OptionalInt.empty(), false, false, OnnxPrecision.FLOAT32);

  private static final Set<String> HEAD = Set.of(Head.STANDARDIZE, Head.HIDDEN, Head.LOGITS);

  /** The same in other numbers. */
  public OnnxForm withPrecision(OnnxPrecision other) {
    return new OnnxForm(pixels, layout, side, anySide, features, other);
  }

  /** Whether anything but the plain file is wanted. */
  public boolean isAsked() {
    return !equals(PLAIN);
  }

  /** Whether the file may answer otherwise than the run did. */
  boolean isAnother(RunRecord record) {
    return precision.isLossy() || side(record) != record.size();
  }

  /** Side of the images that the network takes. */
  int side(RunRecord record) {
    return side.orElse(record.size());
  }

  /** The run's model for images of the wanted size. */
  Model sized(Model model, RunRecord record) {
    int own = side(record);
    if (own == record.size()) {
      return model;
    }
    try {
      return model.forSide(own);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          Hint.FILE_SIDE.to(own) + " does not fit the network: " + e.getMessage(), e);
    }
  }

  /** The file's input, outputs and numbers; its card says what it takes. */
  OnnxOptions options(SameDiffNetwork network, RunRecord record, ModelCard card) {
    ModelCard own = card.withInput(form(record)).sized(side(record));
    if (isAnother(record)) {
      own = own.untested();
    }
    OnnxOptions options =
        OnnxOptions.classifier(network, own.toMetadata())
            .withInput(onnxInput(network, record))
            .withPrecision(precision);
    return features ? options.withOutput(OnnxOptions.FEATURES, features(network)) : options;
  }

  private OnnxInput onnxInput(SameDiffNetwork network, RunRecord record) {
    OnnxInput wanted = OnnxInput.BYTES.withLayout(layout);
    if (pixels == PixelType.UINT8) {
      return anySide ? wanted.resizedBy(record.interpolation()) : wanted;
    }
    if (anySide) {
      throw new InputException(
          "%s goes with %s: pixels are resized before they are preprocessed"
              .formatted(Hint.FILE_ANY_SIDE, Hint.FILE_PIXELS.to("uint8")));
    }
    List<Layer> before = record.preprocessing().layers(network.input());
    return before.isEmpty()
        ? wanted.withPixels(PixelType.FLOAT32)
        : wanted.standingFor(before.get(before.size() - 1).name());
  }

  private InputForm form(RunRecord record) {
    return pixels == PixelType.UINT8
        ? InputForm.levels(layout)
        : new InputForm(
            pixels,
            layout,
            record.preprocessing().isBgr(),
            record.preprocessing().scale(),
            record.preprocessing().offset());
  }

  /** What the first layer of the head reads. */
  private static String features(SameDiffNetwork network) {
    Optional<Layer> first =
        network.plan().layers().stream().filter(layer -> HEAD.contains(layer.name())).findFirst();
    return first.orElseThrow().inputs().get(0);
  }
}

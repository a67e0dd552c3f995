package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParameterException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.graft.export.onnx.OnnxInput;
import org.graft.export.onnx.OnnxOptions;
import org.graft.export.onnx.Precision;
import org.graft.export.onnx.Sampling;
import org.graft.failure.InputException;
import org.graft.graph.Network;
import org.graft.head.Head;
import org.graft.plan.Layer;
import org.graft.plan.Model;
import org.graft.plan.Shape;
import org.graft.provenance.InputForm;
import org.graft.provenance.ModelCard;
import org.graft.train.RunRecord;

/** What an ONNX file shall look like from outside. */
@Heading.Under(Heading.FORM)
final class VariantOptions {
  private static final String FREE = "free";
  private static final Set<String> HEAD = Set.of(Head.STANDARDIZE, Head.HIDDEN, Head.LOGITS);

  @Parameter(
      names = "--input",
      description = "uint8: pixels as they are; float32: preprocessed as the metadata says")
  private String input = "uint8";

  @Parameter(names = "--layout", description = "Order of the input's axes: nhwc or nchw")
  private String layout = "nhwc";

  @Parameter(
      names = "--size",
      description =
          "Side of the images in pixels, by default the run's; free: any, which the file resizes")
  private String size;

  @Parameter(names = "--features", description = "Hand out what the head reads, too")
  private boolean features;

  @Parameter(
      names = "--precision",
      description =
          "float32; float16: weights only; int8: kernels, and what enters them as it comes")
  private String precision = "float32";

  /** Whether anything but the plain file is wanted. */
  boolean isAsked() {
    return !(input() == OnnxInput.Pixels.UINT8
        && layout() == OnnxInput.Layout.NHWC
        && size == null
        && !features
        && precision() == Precision.FLOAT32);
  }

  /** Whether the file may answer otherwise than the run did. */
  boolean isAnother(RunRecord record) {
    return precision().isLossy() || side(record) != record.size();
  }

  /** Side of the images that the network takes. */
  int side(RunRecord record) {
    return size == null || isFree() ? record.size() : fixed();
  }

  /** The run's model for images of the wanted size. */
  Model sized(Model model, RunRecord record) {
    int side = side(record);
    if (side == record.size()) {
      return model;
    }
    try {
      return model.forImages(Shape.square(side, 3));
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "--size " + side + " does not fit the network: " + e.getMessage(), e);
    }
  }

  /** The file's input, outputs and numbers; its card says what it takes. */
  OnnxOptions options(Network network, RunRecord record, ModelCard card) {
    ModelCard own = card.with(form(record)).sized(side(record));
    if (isAnother(record)) {
      own = own.untested();
    }
    OnnxOptions options =
        OnnxOptions.classifier(network, own.toMetadata())
            .with(onnxInput(network, record))
            .with(precision());
    return features ? options.with(OnnxOptions.FEATURES, features(network)) : options;
  }

  private OnnxInput onnxInput(Network network, RunRecord record) {
    OnnxInput wanted = OnnxInput.BYTES.with(layout());
    if (input() == OnnxInput.Pixels.UINT8) {
      return isFree() ? wanted.resizedBy(Sampling.valueOf(record.interpolation().name())) : wanted;
    }
    if (isFree()) {
      throw new InputException(
          "--size free goes with --input uint8: pixels are resized before they are preprocessed");
    }
    List<Layer> before = record.preprocessing().layers(network.input());
    return before.isEmpty()
        ? wanted.with(OnnxInput.Pixels.FLOAT32)
        : wanted.standingFor(before.get(before.size() - 1).name());
  }

  private InputForm form(RunRecord record) {
    boolean first = layout() == OnnxInput.Layout.NCHW;
    InputForm pixels = InputForm.PIXELS;
    return input() == OnnxInput.Pixels.UINT8
        ? new InputForm(true, first, false, pixels.scale(), pixels.offset())
        : new InputForm(
            false,
            first,
            record.preprocessing().isBgr(),
            record.preprocessing().scale(),
            record.preprocessing().offset());
  }

  /** What the first layer of the head reads. */
  private static String features(Network network) {
    Optional<Layer> first =
        network.plan().layers().stream().filter(layer -> HEAD.contains(layer.name())).findFirst();
    return first.orElseThrow().inputs().get(0);
  }

  private boolean isFree() {
    return FREE.equals(size);
  }

  private int fixed() {
    try {
      new Side().validate("--size", size);
      return Integer.parseInt(size);
    } catch (ParameterException e) {
      throw new InputException(e.getMessage() + ", or free", e);
    }
  }

  private OnnxInput.Pixels input() {
    return chosen("--input", input, OnnxInput.Pixels.values());
  }

  private OnnxInput.Layout layout() {
    return chosen("--layout", layout, OnnxInput.Layout.values());
  }

  Precision precision() {
    return chosen("--precision", precision, Precision.values());
  }

  private static <E extends Enum<E>> E chosen(String option, String value, E[] all) {
    return Arrays.stream(all)
        .filter(one -> one.name().equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    option
                        + " takes "
                        + String.join(
                            ", ",
                            Arrays.stream(all)
                                .map(one -> one.name().toLowerCase(Locale.ROOT))
                                .toList())
                        + ", not '"
                        + value
                        + "'"));
  }
}

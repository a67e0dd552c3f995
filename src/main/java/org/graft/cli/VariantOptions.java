package org.graft.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParameterException;
import java.util.OptionalInt;
import org.graft.api.OnnxForm;
import org.graft.card.Layout;
import org.graft.card.PixelType;
import org.graft.export.onnx.OnnxPrecision;
import org.graft.failure.Choices;
import org.graft.failure.InputException;

/** What an ONNX file shall look like from outside. */
@Heading.Under(Heading.FORM)
final class VariantOptions {
  private static final String FREE = "free";

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

  /** What is asked for. */
  OnnxForm form() {
    return new OnnxForm(
        Choices.of(PixelType.values(), input, "--input " + input),
        Choices.of(Layout.values(), layout, "--layout " + layout),
        size == null || isFree() ? OptionalInt.empty() : OptionalInt.of(fixed()),
        isFree(),
        features,
        Choices.of(OnnxPrecision.values(), precision, "--precision " + precision));
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
}

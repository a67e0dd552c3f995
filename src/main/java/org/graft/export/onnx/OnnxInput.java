package org.graft.export.onnx;

import java.util.Optional;
import org.graft.card.Layout;
import org.graft.card.PixelType;
import org.graft.image.Interpolation;

/**
 * How a file takes its images.
 *
 * @param pixels type of the elements
 * @param layout order of the axes
 * @param resize how images of any size are brought to the network's by the file itself; empty for a
 *     file of one size
 * @param variable the network's variable that the input stands for; empty for its own input
 */
public record OnnxInput(
    PixelType pixels, Layout layout, Optional<Interpolation> resize, Optional<String> variable) {
  /** Bytes {@code [batch, height, width, 3]} of the network's size. */
  public static final OnnxInput BYTES =
      new OnnxInput(PixelType.UINT8, Layout.NHWC, Optional.empty(), Optional.empty());

  public OnnxInput {
    if (resize.isPresent() && pixels != PixelType.UINT8) {
      throw new IllegalArgumentException("pixels are resized as bytes, before anything else");
    }
  }

  /** The same with another type of elements. */
  public OnnxInput withPixels(PixelType others) {
    return new OnnxInput(others, layout, resize, variable);
  }

  /** The same with another order of axes. */
  public OnnxInput withLayout(Layout other) {
    return new OnnxInput(pixels, other, resize, variable);
  }

  /** The same for images of any size. */
  public OnnxInput resizedBy(Interpolation interpolation) {
    return new OnnxInput(pixels, layout, Optional.of(interpolation), variable);
  }

  /** Numbers that stand for the network's variable of that name. */
  public OnnxInput standingFor(String name) {
    return new OnnxInput(PixelType.FLOAT32, layout, resize, Optional.of(name));
  }
}

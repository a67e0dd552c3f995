package org.graft.export.onnx;

import java.util.Optional;

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
    PixelType pixels, Layout layout, Optional<OnnxSampling> resize, Optional<String> variable) {
  /** Bytes {@code [batch, height, width, 3]} of the network's size. */
  public static final OnnxInput BYTES =
      new OnnxInput(PixelType.UINT8, Layout.NHWC, Optional.empty(), Optional.empty());

  /** Types of the input's elements. */
  public enum PixelType {
    /** Bytes, as decoders hand them out. */
    UINT8,
    /** Numbers, which may lie between the levels. */
    FLOAT32
  }

  /** Orders of the input's axes. */
  public enum Layout {
    /** {@code [batch, height, width, channels]}. */
    NHWC,
    /** {@code [batch, channels, height, width]}. */
    NCHW
  }

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
  public OnnxInput resizedBy(OnnxSampling sampling) {
    return new OnnxInput(pixels, layout, Optional.of(sampling), variable);
  }

  /** Numbers that stand for the network's variable of that name. */
  public OnnxInput standingFor(String name) {
    return new OnnxInput(PixelType.FLOAT32, layout, resize, Optional.of(name));
  }
}

package org.graft.export.onnx;

/** How a file brings images to its size: what images went through in training, to the bit. */
public enum OnnxSampling {
  /** As Pillow's {@code NEAREST}. */
  NEAREST(1),
  /** As TensorFlow's, with half-pixel centres and no antialiasing. */
  BILINEAR(2),
  /** As TensorFlow's, so too; Keys' kernel with a = -0.5. */
  BICUBIC(4);

  private final int taps;

  OnnxSampling(int taps) {
    this.taps = taps;
  }

  /** Pixels along an axis that make up one. */
  int taps() {
    return taps;
  }
}

package org.graft.export.onnx;

import java.util.Locale;
import org.graft.export.parity.OutputComparison;

/** In what numbers a file keeps and multiplies its weights. */
public enum OnnxPrecision {
  /** As the network has them. */
  FLOAT32(OutputComparison.TOLERANCE),
  /** Weights in half precision, computed with in single. */
  FLOAT16(0.1),
  /**
   * Kernels in 8 bits by output channel; what enters a convolution or a product is quantised as it
   * comes. What that costs is for the test images to say.
   */
  INT8(Double.POSITIVE_INFINITY);

  private final double tolerance;

  OnnxPrecision(double tolerance) {
    this.tolerance = tolerance;
  }

  OnnxGraph apply(OnnxGraph graph) {
    return switch (this) {
      case FLOAT32 -> graph;
      case FLOAT16 -> HalfWeights.apply(graph);
      case INT8 -> Quantisation.apply(graph);
    };
  }

  /** A comparison that lets a file of this precision be off by what rounding its weights does. */
  OutputComparison comparison() {
    return new OutputComparison(tolerance);
  }

  /** The name as users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the file computes something else than the network beyond rounding. */
  public boolean isLossy() {
    return this != FLOAT32;
  }
}

package org.graft.graph;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gradients held against what a loss does. A few of SameDiff's are silently another's, such as that
 * of a slice at one place.
 */
record Slopes(SameDiff graph, Map<String, INDArray> feed, String loss) {
  /** Steps, as shares of a variable's length, of which one must agree: kinks may lie in others. */
  private static final double[] STEPS = {1e-2, 3e-3, 1e-3};

  private static final double TOLERANCE = 0.1;

  /** What a loss in float32 is rounded by, and room. */
  private static final double ROUNDING = 5e-6;

  /** What is wrong with a variable's gradient, along which the loss must rise as it says. */
  Optional<String> problem(String variable, INDArray gradient) {
    double length = gradient.norm2Number().doubleValue();
    if (!(length > 0)) {
      return Optional.empty();
    }
    INDArray array = graph.getVariable(variable).getArr();
    INDArray before = array.dup('c');
    INDArray direction = gradient.dup('c').divi(length);
    DoubleUnaryOperator at =
        step -> {
          array.assign(before.add(direction.mul(step)));
          return graph.outputSingle(feed, loss).getDouble(0);
        };
    double unit = Math.max(1, before.norm2Number().doubleValue());
    double slope = 0;
    try {
      for (double share : STEPS) {
        double step = share * unit;
        slope = (at.applyAsDouble(step) - at.applyAsDouble(-step)) / (2 * step);
        if (Math.abs(slope - length) <= TOLERANCE * length + ROUNDING / step) {
          return Optional.empty();
        }
      }
    } finally {
      array.assign(before);
    }
    return Optional.of(
        String.format(Locale.ROOT, "it says %.4g, and the loss rises by %.4g", length, slope));
  }
}

package org.graft.export.onnx;

import java.util.List;
import org.graft.failure.UnsupportedModelException;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.CustomOp;

/**
 * A SameDiff operation as the rules see it.
 *
 * @param kind its SameDiff name, {@code conv2d} for instance
 * @param inputs names of the variables it reads
 * @param output name of the variable it makes
 */
record Op(String kind, List<String> inputs, String output, DifferentialFunction function) {
  Op {
    inputs = List.copyOf(inputs);
  }

  static Op of(SameDiffOp op) {
    DifferentialFunction function = op.getOp();
    return new Op(function.opName(), op.getInputsToOp(), op.getOutputsOfOp().get(0), function);
  }

  String input(int index) {
    return inputs.get(index);
  }

  /** The integer arguments of the native operation. */
  long[] integers() {
    return ((CustomOp) function).iArgs();
  }

  /** The failure to say when this operation cannot be written. */
  UnsupportedModelException unsupported(String reason) {
    return new UnsupportedModelException(
        "cannot export variable '" + output + "' to ONNX: SameDiff op '" + kind + "' " + reason);
  }

  /** Fails with {@code reason} unless {@code condition} holds. */
  void require(boolean condition, String reason) {
    if (!condition) {
      throw unsupported(reason);
    }
  }
}

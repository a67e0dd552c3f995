package org.graft.export.onnx;

import java.util.Arrays;
import java.util.List;
import org.graft.failure.UnsupportedModelException;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.ScalarOp;

/**
 * An operation of a SameDiff graph.
 *
 * @param kind its SameDiff name, {@code conv2d} for instance
 * @param inputs names of the variables that it reads
 * @param outputs names of the variables that it makes
 */
record SameDiffOperation(
    String kind, List<String> inputs, List<String> outputs, DifferentialFunction function) {
  SameDiffOperation {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  static SameDiffOperation of(SameDiffOp op) {
    List<String> inputs = op.getInputsToOp() == null ? List.of() : op.getInputsToOp();
    return new SameDiffOperation(op.getOp().opName(), inputs, op.getOutputsOfOp(), op.getOp());
  }

  /** The integer arguments of the native operation. */
  long[] integers() {
    return function instanceof CustomOp op ? op.iArgs() : new long[0];
  }

  /** An integer argument, or what it is where it is not given. */
  long integer(int index, long otherwise) {
    long[] integers = integers();
    return index < integers.length ? integers[index] : otherwise;
  }

  /** The real arguments of the native operation. */
  double[] reals() {
    return function instanceof CustomOp op ? op.tArgs() : new double[0];
  }

  /** A flag of the native operation. */
  boolean flag(int index) {
    boolean[] flags = function instanceof CustomOp op ? op.bArgs() : new boolean[0];
    return index < flags.length && flags[index];
  }

  /** The number that an operation with one number has. */
  float number() {
    return ((ScalarOp) function).scalar().getFloat(0);
  }

  /** The failure to say when this operation cannot be written. */
  UnsupportedModelException unsupported(String reason) {
    return new UnsupportedModelException(
        "cannot export variable '%s' to ONNX: SameDiff op '%s' %s"
            .formatted(outputs.get(0), kind, reason));
  }

  /** Fails with {@code reason} unless {@code condition} holds. */
  void require(boolean condition, String reason) {
    if (!condition) {
      throw unsupported(reason);
    }
  }

  /** Fails unless the integers from an index on are all {@code wanted}. */
  void requireAll(long wanted, String reason, int... indices) {
    require(Arrays.stream(indices).allMatch(i -> integer(i, wanted) == wanted), reason);
  }
}

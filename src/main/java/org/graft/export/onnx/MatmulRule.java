package org.graft.export.onnx;

import java.util.Arrays;
import java.util.List;
import org.graft.export.onnx.OnnxGraph.Ints;
import org.graft.plan.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * ONNX MatMul: of a vector and a constant, or of the last two axes of what two flows hold, all axes
 * before them alike. Maps are multiplied in SameDiff's order of axes.
 */
final class MatmulRule {
  /** Of SameDiff's arguments: whether the first, the second and the product are transposed. */
  private static final int FIRST = 0;

  private static final int SECOND = 1;
  private static final int PRODUCT = 2;

  private MatmulRule() {}

  static Flow matmul(Op op, Translation translation) {
    return translation.isConstant(op.input(1)) ? kernel(op, translation) : flows(op, translation);
  }

  /** Rows of a vector by a constant {@code [in, out]}. */
  private static Flow kernel(Op op, Translation translation) {
    Flow in = translation.first(op);
    op.require(Arrays.stream(op.integers()).allMatch(i -> i == 0), "transposes");
    INDArray kernel = translation.array(op, 1);
    op.require(in.shape().rank() == 1 && kernel.rank() == 2, "reads no vector");
    String constant = translation.constant(op, 1, kernel);
    Shape shape = new Shape(Math.toIntExact(kernel.size(1)));
    return translation.builder().flow("MatMul", List.of(in.value(), constant), shape);
  }

  private static Flow flows(Op op, Translation translation) {
    Flow first = translation.first(op);
    Flow second = translation.flow(op, op.input(1));
    int rank = first.shape().rank();
    op.require(rank > 1 && second.shape().rank() == rank, "multiplies axes that are not alike");
    op.require(!isSet(op, PRODUCT), "transposes the product");
    boolean turnsFirst = isSet(op, FIRST);
    boolean turnsSecond = isSet(op, SECOND);
    GraphBuilder builder = translation.builder();
    List<String> inputs =
        List.of(natural(first, turnsFirst, builder), natural(second, turnsSecond, builder));
    int[] axes = first.shape().axes();
    axes[rank - 2] = first.shape().axis(turnsFirst ? rank - 1 : rank - 2);
    axes[rank - 1] = second.shape().axis(turnsSecond ? rank - 2 : rank - 1);
    Shape shape = new Shape(axes);
    if (!shape.isMap()) {
      return builder.flow("MatMul", inputs, shape);
    }
    String product = builder.node("MatMul", inputs, Flow.natural(shape));
    Ints perm = new Ints("perm", Flow.TO_NCHW);
    return builder.flow("Transpose", List.of(product), shape, perm);
  }

  /** What a flow holds in SameDiff's order of axes, or with the last two of them swapped. */
  private static String natural(Flow flow, boolean turned, GraphBuilder builder) {
    int rank = flow.shape().rank() + 1;
    Long[] order = new Long[rank];
    for (int axis = 0; axis < rank; axis++) {
      boolean swaps = turned && axis >= rank - 2;
      order[axis] = (long) flow.carriedAxis(swaps ? 2 * rank - 3 - axis : axis);
    }
    int[] axes = flow.shape().axes();
    if (turned) {
      int last = axes[axes.length - 1];
      axes[axes.length - 1] = axes[axes.length - 2];
      axes[axes.length - 2] = last;
    }
    boolean asItIs = !turned && !flow.isMap();
    return asItIs
        ? flow.value()
        : builder.node(
            "Transpose",
            List.of(flow.value()),
            Flow.natural(new Shape(axes)),
            new Ints("perm", List.of(order)));
  }

  private static boolean isSet(Op op, int argument) {
    long[] integers = op.integers();
    return integers.length > argument && integers[argument] != 0;
  }
}

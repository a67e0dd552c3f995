package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.export.onnx.OnnxGraph.Attribute;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Ints;
import org.graft.plan.Shape;
import org.nd4j.linalg.api.ops.BaseReduceOp;

/**
 * ONNX ReduceMean, ReduceMax, ReduceMin and ReduceSum. A map that loses one of its axes is turned
 * to {@code [batch, height, width, channels]} before.
 */
final class ReduceRule {
  private ReduceRule() {}

  static Flow reduce(Op op, Translation translation, String type) {
    Flow in = translation.first(op);
    int rank = in.shape().rank();
    int[] stated = op.function().getDimensions();
    boolean keep = ((BaseReduceOp) op.function()).isKeepDims();
    op.require(stated != null && stated.length > 0, "reduces all");
    int[] axes = IntStream.of(stated).map(a -> a < 0 ? a + rank + 1 : a).sorted().toArray();
    op.require(IntStream.of(axes).allMatch(a -> a > 0 && a <= rank), "reduces the batch");
    GraphBuilder builder = translation.builder();
    if (!keep && in.isMap()) {
      Ints perm = new Ints("perm", Flow.TO_NHWC);
      String turned =
          builder.node("Transpose", List.of(in.value()), Flow.natural(in.shape()), perm);
      return reduced(builder, type, turned, false, shape(in.shape(), false, axes), axes);
    }
    int[] carried = IntStream.of(axes).map(in::carriedAxis).sorted().toArray();
    return reduced(builder, type, in.value(), keep, shape(in.shape(), keep, axes), carried);
  }

  private static Flow reduced(
      GraphBuilder builder, String type, String value, boolean keep, Shape shape, int... axes) {
    List<String> inputs = new ArrayList<>(List.of(value));
    List<Attribute> attributes = new ArrayList<>(List.of(new Int("keepdims", keep ? 1 : 0)));
    long[] numbers = IntStream.of(axes).asLongStream().toArray();
    if (type.equals("ReduceSum")) {
      inputs.add(builder.integers("axes", numbers));
    } else {
      attributes.add(new Ints("axes", IntStream.of(axes).mapToObj(a -> (long) a).toList()));
    }
    return builder.flow(type, inputs, shape, attributes.toArray(Attribute[]::new));
  }

  private static Shape shape(Shape in, boolean keep, int... axes) {
    List<Integer> gone = IntStream.of(axes).boxed().toList();
    return new Shape(
        IntStream.rangeClosed(1, in.rank())
            .filter(axis -> keep || !gone.contains(axis))
            .map(axis -> gone.contains(axis) ? 1 : in.axis(axis - 1))
            .toArray());
  }
}

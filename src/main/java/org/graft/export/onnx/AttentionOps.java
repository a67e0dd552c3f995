package org.graft.export.onnx;

import java.util.Arrays;
import java.util.List;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.graft.export.onnx.OnnxGraph.Int;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Attention as ND4J has it: sequences are {@code [batch, width, length]}. */
final class AttentionOps {
  private static final int QUERIES = 0;
  private static final int KEYS = 1;
  private static final int VALUES = 2;

  /** Of attention in heads: the inputs behind queries, keys and values. */
  private static final int FIRST_PROJECTION = 3;

  private static final int OUTPUT = 6;
  private static final int MASK = 7;

  private AttentionOps() {}

  /** {@code [batch, values, queries]}. */
  static String attention(Step step) {
    requirePlain(step, FIRST_PROJECTION);
    Seen queries = step.seen(QUERIES);
    step.op().require(queries.rank() == 3, "is not over [batch, width, length]");
    int width = queries.length(step.op(), 1);
    Dimension batch = queries.axis(0);
    String turned = step.transposed(step.in(QUERIES), queries.axes(), 0, 2, 1);
    List<Dimension> pairs = List.of(batch, queries.axis(2), step.seen(KEYS).axis(2));
    String shares = shares(step, turned, step.in(KEYS), width, pairs);
    List<Dimension> back = List.of(batch, pairs.get(2), pairs.get(1));
    String weights = step.node("Transpose", back, List.of(shares), perm(0, 2, 1));
    return step.node("MatMul", List.of(step.in(VALUES), weights));
  }

  /** What each query takes of each key: {@code [.., queries, keys]}. */
  private static String shares(
      Step step, String queries, String keys, int width, List<Dimension> pairs) {
    String scores = step.node("MatMul", pairs, List.of(queries, keys));
    boolean scaled = step.op().integer(0, 0) == 1;
    String weighed =
        scaled ? step.node("Div", pairs, List.of(scores, step.number(Math.sqrt(width)))) : scores;
    return step.node("Softmax", pairs, List.of(weighed), new Int("axis", pairs.size() - 1));
  }

  /** Projections {@code [heads, size, width]} and {@code [heads * size, out]}. */
  static String multiHead(Step step) {
    requirePlain(step, MASK);
    Dimension batch = step.seen(QUERIES).axis(0);
    Dimension length = step.seen(QUERIES).axis(2);
    INDArray projection = step.array(FIRST_PROJECTION);
    int heads = Math.toIntExact(projection.size(0));
    int size = Math.toIntExact(projection.size(1));
    int values = Math.toIntExact(step.array(FIRST_PROJECTION + VALUES).size(1));
    List<Dimension> pairs = List.of(batch, Dimension.of(heads), length, step.seen(KEYS).axis(2));
    String queries = projected(step, QUERIES, 0, 1, 3, 2);
    String keys = projected(step, KEYS, 0, 1, 2, 3);
    String found =
        step.node(
            "MatMul",
            List.of(batch, Dimension.of(heads), length, Dimension.of(values)),
            List.of(shares(step, queries, keys, size, pairs), projected(step, VALUES, 0, 1, 3, 2)));
    List<Dimension> rows = List.of(batch, length, Dimension.of(heads), Dimension.of(values));
    String turned = step.node("Transpose", rows, List.of(found), perm(0, 2, 1, 3));
    List<Dimension> joined = List.of(batch, length, Dimension.of((long) heads * values));
    String all = ShapeOps.reshaped(step, turned, rows, joined);
    List<Dimension> out = List.of(batch, length, step.made(0).axis(1));
    String made = step.node("MatMul", out, List.of(all, step.in(OUTPUT)));
    return step.node("Transpose", List.of(made), perm(0, 2, 1));
  }

  /** An input by its projection, {@code [batch, heads, size, length]}, its axes turned. */
  private static String projected(Step step, int input, int... order) {
    INDArray kernel = step.array(FIRST_PROJECTION + input);
    long heads = kernel.size(0);
    long size = kernel.size(1);
    Dimension batch = step.seen(input).axis(0);
    Dimension length = step.seen(input).axis(2);
    INDArray flat = kernel.dup('c').reshape(heads * size, kernel.size(2));
    List<Dimension> rows = List.of(batch, Dimension.of(heads * size), length);
    String weights = step.turned(FIRST_PROJECTION + input, flat);
    String product = step.node("MatMul", rows, List.of(weights, step.in(input)));
    List<Dimension> parted = List.of(batch, Dimension.of(heads), Dimension.of(size), length);
    return step.transposed(ShapeOps.reshaped(step, product, rows, parted), parted, order);
  }

  private static void requirePlain(Step step, int mask) {
    step.op().require(step.inputs() <= mask, "is given a mask");
    step.op().require(step.op().integer(1, 0) == 0, "hands out its weights");
  }

  private static OnnxGraph.Attribute perm(long... order) {
    return new OnnxGraph.Ints("perm", Arrays.stream(order).boxed().toList());
  }
}

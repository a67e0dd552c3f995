package org.graft.export.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.graft.export.onnx.OnnxGraph.Dimension;
import org.graft.export.onnx.OnnxGraph.Int;
import org.graft.export.onnx.OnnxGraph.Ints;
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

  /** What ND4J takes away from scores that do not count. */
  private static final double HIDDEN = 1e9;

  private AttentionOps() {}

  /** {@code [batch, values, queries]}, or with heads behind the batch. */
  static String attention(OpTranslation step) {
    requireNoWeights(step);
    Seen queries = step.seen(QUERIES);
    int rank = queries.rank();
    step.op()
        .require(
            rank == 3 || rank == 4,
            "is neither over [batch, width, length] nor over [batch, heads, width, length]");
    int width = queries.length(step.op(), rank - 2);
    List<Dimension> pairs = new ArrayList<>(queries.axes().subList(0, rank - 2));
    pairs.add(queries.axis(rank - 1));
    pairs.add(step.seen(KEYS).axis(rank - 1));
    String turned = step.turned(step.in(QUERIES), queries.axes());
    String scores = scores(step, turned, step.in(KEYS), width, pairs);
    String shares = shares(step, masked(step, FIRST_PROJECTION, scores, pairs), pairs);
    return step.node("MatMul", step.in(VALUES), step.turned(shares, pairs));
  }

  /** How near each query is to each key: {@code [.., queries, keys]}. */
  private static String scores(
      OpTranslation step, String queries, String keys, int width, List<Dimension> pairs) {
    String scores = step.node("MatMul", pairs, List.of(queries, keys));
    boolean scaled = step.op().integer(0, 0) == 1;
    return scaled
        ? step.node("Div", pairs, List.of(scores, step.number(Math.sqrt(width))))
        : scores;
  }

  /** What each query takes of each key. */
  private static String shares(OpTranslation step, String scores, List<Dimension> pairs) {
    return step.node("Softmax", pairs, List.of(scores), new Int("axis", pairs.size() - 1));
  }

  /**
   * Scores with those of keys left out that a mask {@code [batch, keys]} has 0 for: as ND4J has it,
   * what the mask lacks to 1 takes a share of 1e9 away.
   */
  private static String masked(OpTranslation step, int mask, String scores, List<Dimension> pairs) {
    if (step.inputs() <= mask) {
      return scores;
    }
    Seen seen = step.seen(mask);
    step.op().require(seen.rank() == 2, "is given a mask that is not [batch, keys]");
    String lacking = step.node("Sub", seen.axes(), List.of(step.in(mask), step.number(1)));
    String added = step.node("Mul", seen.axes(), List.of(lacking, step.number(HIDDEN)));
    long[] places = LongStream.range(1, pairs.size() - 1).toArray();
    List<Dimension> stretched = new ArrayList<>(seen.axes());
    for (long place : places) {
      stretched.add((int) place, Dimension.of(1));
    }
    String beside =
        step.node("Unsqueeze", stretched, List.of(added, step.integers("axes", places)));
    return step.node("Add", pairs, List.of(scores, beside));
  }

  /** Projections {@code [heads, size, width]} and {@code [heads * size, out]}. */
  static String multiHead(OpTranslation step) {
    requireNoWeights(step);
    Dimension batch = step.seen(QUERIES).axis(0);
    Dimension length = step.seen(QUERIES).axis(2);
    INDArray projection = step.array(FIRST_PROJECTION);
    int heads = Math.toIntExact(projection.size(0));
    int size = Math.toIntExact(projection.size(1));
    int values = Math.toIntExact(step.array(FIRST_PROJECTION + VALUES).size(1));
    List<Dimension> pairs = List.of(batch, Dimension.of(heads), length, step.seen(KEYS).axis(2));
    String queries = projected(step, QUERIES, 0, 1, 3, 2);
    String keys = projected(step, KEYS, 0, 1, 2, 3);
    String scores = masked(step, MASK, scores(step, queries, keys, size, pairs), pairs);
    String found =
        step.node(
            "MatMul",
            List.of(batch, Dimension.of(heads), length, Dimension.of(values)),
            List.of(shares(step, scores, pairs), projected(step, VALUES, 0, 1, 3, 2)));
    List<Dimension> rows = List.of(batch, length, Dimension.of(heads), Dimension.of(values));
    Ints perm = new Ints("perm", 0, 2, 1, 3);
    String turned = step.node("Transpose", rows, List.of(found), perm);
    List<Dimension> joined = List.of(batch, length, Dimension.of((long) heads * values));
    String all = ShapeOps.reshaped(step, turned, rows, joined);
    List<Dimension> out = List.of(batch, length, step.made(0).axis(1));
    String made = step.node("MatMul", out, List.of(all, step.in(OUTPUT)));
    return step.node("Transpose", List.of(made), new Ints("perm", 0, 2, 1));
  }

  /** An input by its projection, {@code [batch, heads, size, length]}, its axes turned. */
  private static String projected(OpTranslation step, int input, int... order) {
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

  private static void requireNoWeights(OpTranslation step) {
    step.op().require(step.op().integer(1, 0) == 0, "hands out its weights");
  }
}

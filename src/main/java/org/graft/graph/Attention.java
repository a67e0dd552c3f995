package org.graft.graph;

import static org.graft.plan.MultiHeadAttention.KEY;
import static org.graft.plan.MultiHeadAttention.OUTPUT;
import static org.graft.plan.MultiHeadAttention.QUERY;
import static org.graft.plan.MultiHeadAttention.VALUE;

import java.util.Arrays;
import java.util.List;
import org.graft.plan.MatMul;
import org.graft.plan.MultiHeadAttention;
import org.graft.plan.Shape;
import org.graft.plan.SingleHeadAttention;
import org.graft.plan.SingleHeadAttention.AttentionScore;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Products of sequences and attention in SameDiff's operations. */
record Attention(SameDiff graph, Pointwise cells, Parameters parameters) {

  /** What enters a layer, and its shapes without the batch; query, value and key of attention. */
  record Entering(List<SDVariable> inputs, List<Shape> shapes) {
    SDVariable input(int index) {
      return inputs.get(index);
    }

    Shape shape(int index) {
      return shapes.get(index);
    }
  }

  /** All heads at once: {@code [batch, heads, cells, size]}. */
  SDVariable multiHead(MultiHeadAttention layer, Entering entering) {
    SDVariable query =
        head(layer, QUERY, entering, 0, layer.keySize()).mul(1 / Math.sqrt(layer.keySize()));
    SDVariable key = head(layer, KEY, entering, 2, layer.keySize());
    SDVariable value = head(layer, VALUE, entering, 1, layer.valueSize());
    SDVariable scores = graph.mmul(query, key, false, true, false);
    SDVariable found = graph.mmul(graph.nn().softmax(scores, -1), value);

    Shape out = layer.outputShape(entering.shapes());
    int width = layer.heads() * layer.valueSize();
    Shape joined = new Shape(Pointwise.column(out).height(), 1, width);
    SDVariable all = cells.reshaped(graph.permute(found, 0, 2, 1, 3), joined);
    return cells.reshaped(cells.product(all, weight(layer, OUTPUT), width, out.channels()), out);
  }

  /** One projection {@code [batch, heads, cells, size]}. */
  private SDVariable head(
      MultiHeadAttention layer, String part, Entering entering, int input, int size) {
    Shape shape = entering.shape(input);
    Shape column = Pointwise.column(shape);
    SDVariable x = cells.reshaped(entering.input(input), column);
    int width = layer.heads() * size;
    SDVariable projected = cells.product(x, weight(layer, part), shape.channels(), width);
    Shape parted = new Shape(column.height(), layer.heads(), size);
    return graph.permute(cells.reshaped(projected, parted), 0, 2, 1, 3);
  }

  private Windows.Weight weight(MultiHeadAttention layer, String part) {
    return new Windows.Weight(
        parameters.get(layer, MultiHeadAttention.kernel(part)),
        layer.bias() ? parameters.get(layer, MultiHeadAttention.bias(part)) : null);
  }

  SDVariable singleHead(SingleHeadAttention layer, Entering entering) {
    SDVariable scores =
        layer.score() == AttentionScore.DOT ? products(layer, entering) : sums(layer, entering);
    return graph.mmul(graph.nn().softmax(scores, -1), entering.input(1));
  }

  private SDVariable products(SingleHeadAttention layer, Entering entering) {
    SDVariable scores = graph.mmul(entering.input(0), entering.input(2), false, true, false);
    return layer.scaled() ? scores.mul(parameters.get(layer, SingleHeadAttention.SCALE)) : scores;
  }

  /** Each query beside each key: {@code [batch, queries, keys, width]}. */
  private SDVariable sums(SingleHeadAttention layer, Entering entering) {
    int queries = entering.shape(0).axis(0);
    int keys = entering.shape(2).axis(0);
    int width = entering.shape(2).channels();
    SDVariable query = cells.reshaped(entering.input(0), new Shape(queries, 1, width));
    SDVariable key = cells.reshaped(entering.input(2), new Shape(1, keys, width));
    SDVariable both = query.add(key);
    boolean within = layer.score() == AttentionScore.CONCAT && layer.scaled();
    SDVariable scaled = within ? both.mul(parameters.get(layer, SingleHeadAttention.SCALE)) : both;
    Windows.Weight shares = new Windows.Weight(shares(layer, width), null);
    SDVariable summed = cells.product(graph.nn().tanh(scaled), shares, width, 1);
    SDVariable scores = cells.reshaped(summed, new Shape(queries, keys));
    return layer.score() == AttentionScore.CONCAT
        ? scores.mul(parameters.get(layer, SingleHeadAttention.SCORE_WEIGHT))
        : scores;
  }

  /** What each number of a key counts for. */
  private SDVariable shares(SingleHeadAttention layer, int width) {
    if (layer.score() == AttentionScore.ADDITIVE && layer.scaled()) {
      return parameters.get(layer, SingleHeadAttention.SCALE);
    }
    float[] ones = new float[width];
    Arrays.fill(ones, 1);
    return parameters.constant(layer, "one", ones);
  }

  /** Vectors as rows. */
  SDVariable product(MatMul layer, Entering entering) {
    SDVariable first = entering.input(0);
    SDVariable second = entering.input(1);
    Shape shape = entering.shape(0);
    if (shape.rank() > 1) {
      return graph.mmul(first, second, layer.turnsFirst(), layer.turnsSecond(), false);
    }
    Shape row = new Shape(1, shape.channels());
    SDVariable product =
        graph.mmul(cells.reshaped(first, row), cells.reshaped(second, row), false, true, false);
    return cells.reshaped(product, new Shape(1));
  }
}

package org.graft.graph;

import static org.graft.plan.MultiHeadAttention.KEY;
import static org.graft.plan.MultiHeadAttention.OUTPUT;
import static org.graft.plan.MultiHeadAttention.QUERY;
import static org.graft.plan.MultiHeadAttention.VALUE;

import java.util.List;
import org.graft.plan.MultiHeadAttention;
import org.graft.plan.Shape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Attention in SameDiff's operations. */
record Attention(SameDiff graph, Cells cells, Parameters parameters) {

  /**
   * All heads at once: {@code [batch, heads, cells, size]}.
   *
   * @param inputs query, value and key
   * @param shapes theirs
   */
  SDVariable multiHead(
      MultiHeadAttention layer, List<SDVariable> inputs, List<Shape> shapes, Shape out) {
    int heads = layer.heads();
    SDVariable query =
        head(layer, QUERY, inputs.get(0), shapes.get(0), layer.keySize())
            .mul(1 / Math.sqrt(layer.keySize()));
    SDVariable key = head(layer, KEY, inputs.get(2), shapes.get(2), layer.keySize());
    SDVariable value = head(layer, VALUE, inputs.get(1), shapes.get(1), layer.valueSize());

    SDVariable scores = graph.mmul(query, key, false, true, false);
    SDVariable found = graph.mmul(graph.nn().softmax(scores, -1), value);

    Shape column = Cells.column(out);
    int width = heads * layer.valueSize();
    SDVariable joined =
        cells.reshaped(graph.permute(found, 0, 2, 1, 3), new Shape(column.height(), 1, width));
    SDVariable made = cells.product(joined, weight(layer, OUTPUT), width, out.channels());
    return cells.reshaped(made, out);
  }

  /** One projection {@code [batch, heads, cells, size]}. */
  private SDVariable head(
      MultiHeadAttention layer, String part, SDVariable x, Shape shape, int size) {
    Shape column = Cells.column(shape);
    SDVariable projected =
        cells.product(
            cells.reshaped(x, column), weight(layer, part), shape.channels(), layer.heads() * size);
    SDVariable parted = cells.reshaped(projected, new Shape(column.height(), layer.heads(), size));
    return graph.permute(parted, 0, 2, 1, 3);
  }

  private Windows.Weight weight(MultiHeadAttention layer, String part) {
    return new Windows.Weight(
        parameters.get(layer, MultiHeadAttention.kernel(part)),
        layer.bias() ? parameters.get(layer, MultiHeadAttention.bias(part)) : null);
  }
}

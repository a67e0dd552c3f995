package org.graft.head;

import org.graft.plan.Shape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Attention over the cells of the base's map: each cell's score is a product with one learned
 * vector, the softmax of the scores weighs the cells, and what is left of the map, {@code
 * [channels]}, goes through a dense ReLU layer with dropout to the logits.
 *
 * @param units width of the hidden layer, 0 for none
 */
public record AttentionPooling(int units, double dropout) implements HeadFunction {
  @Override
  public SDVariable logits(HeadScope head) {
    Shape shape = head.shape();
    if (shape.rank() < 2) {
      throw new IllegalArgumentException("attention needs a map, and the base gives a vector");
    }
    SDVariable pooled = pooled(head, shape.size() / shape.channels(), shape.channels());
    if (units == 0) {
      return head.dense("logits", pooled, shape.channels(), head.outputs());
    }
    SDVariable sums = head.dense("hidden", pooled, shape.channels(), units);
    SDVariable hidden = head.dropout(head.graph().nn().relu(sums, 0), dropout);
    return head.dense("logits", hidden, units, head.outputs());
  }

  private static SDVariable pooled(HeadScope head, int cells, int channels) {
    SameDiff graph = head.graph();
    SDVariable rows = graph.reshape(head.features(), -1, cells, channels);
    SDVariable scores = rows.mul(head.vector("attention", channels)).sum(2);
    SDVariable weights = graph.nn().softmax(scores, 1);
    return rows.mul(graph.reshape(weights, -1, cells, 1)).sum(1);
  }
}

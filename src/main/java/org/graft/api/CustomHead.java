package org.graft.api;

import org.graft.head.HeadScope;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A head of one's own, written in operations of SameDiff. It is asked once for each base and number
 * of classes; a run keeps the graph that came of it, and needs the class no more.
 */
@FunctionalInterface
public interface CustomHead {
  /**
   * Writes the head into {@code head.graph()}.
   *
   * <p>All variables that it makes are trained; their first values should be drawn from {@code
   * head.random()}, so that the run's seed decides them. Dropout goes through {@code head.dropout}.
   * No softmax: that comes behind.
   *
   * @return logits {@code [batch, head.outputs()]} of {@code head.features()}
   */
  SDVariable logits(HeadScope head);

  /**
   * Whether the features are the base's last map {@code [batch, height, width, channels]};
   * otherwise they are its mean over the cells, {@code [batch, channels]}.
   */
  default boolean readsMap() {
    return false;
  }
}

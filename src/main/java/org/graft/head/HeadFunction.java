package org.graft.head;

import org.nd4j.autodiff.samediff.SDVariable;

/** Writes a head in operations of SameDiff. */
@FunctionalInterface
public interface HeadFunction {
  /** The logits {@code [batch, outputs]} of the features in {@code scope}. */
  SDVariable logits(HeadScope scope);
}

package org.graft.train;

import org.graft.head.Head;
import org.graft.head.Initializer;

/**
 * What kind of head a recipe grafts.
 *
 * @param units width of the hidden layer; 0 for none, which leaves a multinomial logistic
 *     regression: convex, and so solved rather than trained
 * @param dropout share of the hidden layer that is dropped in training, 0..1
 * @param standardized whether the head standardises the features
 * @param initializer of the kernels
 */
public record HeadStyle(int units, double dropout, boolean standardized, Initializer initializer) {
  /** Logistic regression on standardised features. */
  public static final HeadStyle LOGISTIC = new HeadStyle(0, 0, true, Initializer.GLOROT_UNIFORM);

  Head head(int classes) {
    return new Head(classes, units, dropout, standardized);
  }

  boolean convex() {
    return units == 0;
  }
}

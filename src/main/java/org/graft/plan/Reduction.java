package org.graft.plan;

/** What a pooling window keeps of its values. */
public enum Reduction {
  MAX,
  MEAN
}

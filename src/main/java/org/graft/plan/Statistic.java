package org.graft.plan;

/** What whole axes are reduced to. */
public enum Statistic {
  MEAN,
  SUM,
  MAX,
  MIN
}

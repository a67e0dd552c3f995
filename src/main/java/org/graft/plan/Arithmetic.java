package org.graft.plan;

/** What is done to values that stand in the same place. */
public enum Arithmetic {
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
  AVERAGE,
  MAXIMUM,
  MINIMUM
}

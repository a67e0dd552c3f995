package org.graft.base;

/** How far an imported graph is held against something else. */
public enum SecondOpinion {
  /** Against its own operations, as far as twice the time of the import goes. */
  BOUNDED,
  /** Against its own operations, to the last layer. */
  WHOLE,
  /** The same, and ND4J's importer runs it, too. */
  ND4J
}

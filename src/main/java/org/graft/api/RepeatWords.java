package org.graft.api;

/**
 * What a job's results say of how to have them again: lines of commands where commands did it, and
 * empty elsewhere.
 */
public interface RepeatWords {
  /** Says nothing. */
  RepeatWords NONE = new RepeatWords() {};

  /** What does the whole job again. */
  default String whole() {
    return "";
  }
}

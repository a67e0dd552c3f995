package org.graft.api;

import org.graft.doctor.Diagnosis;

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

  /** What does one training of a comparison alone. */
  default String cell(String base, Variation variation, long seed) {
    return "";
  }

  /** What cures. */
  default String cured(Diagnosis diagnosis) {
    return diagnosis.cure();
  }
}

package org.graft.api;

import org.graft.doctor.Diagnosis;
import org.graft.report.StepWords;

/**
 * What a job's results say of how to have them again, and how to go on: lines of commands where
 * commands did it, and elsewhere nothing of the one and the API's terms of the other.
 */
public interface RepeatWords extends StepWords {
  /** Those of a Java program. */
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

package org.graft.api;

import java.nio.file.Path;
import org.graft.doctor.Consultation;
import org.graft.doctor.Diagnosis;

/**
 * What came of an examination.
 *
 * @param consultation who was examined, and what was found
 * @param folder that holds it as {@code doctor.json}
 * @param page made of it
 */
public record Diagnosed(Consultation consultation, Path folder, Path page) {
  /** Verdict, evidence, cure, and the test accuracy before and after. */
  public Diagnosis diagnosis() {
    return consultation.diagnosis();
  }
}

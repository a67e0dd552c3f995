package org.graft.report;

import java.nio.file.Files;
import java.nio.file.Path;
import org.graft.doctor.Consultation;
import org.graft.experiment.Comparison;
import org.graft.storage.Json;

/** Pages by what a folder holds. */
public final class Reports {
  private Reports() {}

  /** Whether a folder holds a comparison or a diagnosis. */
  public static boolean isReported(Path folder) {
    return holds(folder, Comparison.FILE) || holds(folder, Consultation.FILE);
  }

  /**
   * Makes the page of a comparison, a diagnosis or a finished run anew and returns its path.
   *
   * @param words say how to go on with a run
   */
  public static Path write(Path folder, StepWords words) {
    if (holds(folder, Comparison.FILE)) {
      return CompareReport.write(
          folder, Json.read(folder.resolve(Comparison.FILE), Comparison.class));
    }
    if (holds(folder, Consultation.FILE)) {
      return DoctorReport.write(
          folder, Json.read(folder.resolve(Consultation.FILE), Consultation.class));
    }
    return RunReport.write(folder, words);
  }

  private static boolean holds(Path folder, String file) {
    return Files.isRegularFile(folder.resolve(file));
  }
}

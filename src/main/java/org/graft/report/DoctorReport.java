package org.graft.report;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.doctor.Consultation;
import org.graft.doctor.Diagnosis;

/** The page of a diagnosis. */
public final class DoctorReport {
  private DoctorReport() {}

  /** Writes {@code report.html} into a folder and returns its path. */
  public static Path write(Path folder, Consultation consultation) {
    Diagnosis diagnosis = consultation.diagnosis();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("base", consultation.base());
    facts.put("data", consultation.data());
    facts.put("pixels", consultation.size() + " px, prepared as " + consultation.preprocessing());
    facts.put("recipe", consultation.recipe());
    facts.put("started", consultation.started());
    facts.put("seconds", Shown.at(consultation.seconds()));
    facts.put("graft", consultation.graft());
    return new Page(
            "Diagnosis of " + consultation.base() + " on " + consultation.data(),
            lead(diagnosis),
            List.of(
                new FindingSection("Finding", diagnosis, consultation.cure()),
                new Trials("Remedies that were tried", diagnosis.trials(), diagnosis.score()),
                new Evidence("Evidence", diagnosis.evidence()),
                new Facts("What was examined", facts),
                new Repeat("Do it again", consultation.command())))
        .write(folder);
  }

  /** Verdict, cure and proof in one sentence. */
  private static String lead(Diagnosis diagnosis) {
    String verdict = diagnosis.verdict().toString().replace('-', ' ');
    String where = diagnosis.layer().map(layer -> " in layer " + layer).orElse("");
    String before = Shown.share(diagnosis.before());
    String cure = diagnosis.cure().isEmpty() ? "" : " with " + diagnosis.cure();
    String proof =
        diagnosis.after().isPresent()
            ? before + " → " + Shown.share(diagnosis.after().getAsDouble()) + cure
            : before;
    return Shown.capital(verdict) + where + ": " + diagnosis.score() + " " + proof + ".";
  }
}

package org.graft.api;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.graft.base.Base;
import org.graft.doctor.Consultation;
import org.graft.doctor.Diagnosis;
import org.graft.doctor.Doctor;
import org.graft.doctor.Patient;
import org.graft.failure.InputException;
import org.graft.provenance.Version;
import org.graft.report.DoctorReport;
import org.graft.train.RunFolder;
import org.graft.train.TrainRequest;

/**
 * A training to be examined: why it learns nothing, proved by the cure.
 *
 * @param batchStatistics whether BatchNorm ran on batches while the head was trained, as in Keras
 *     before 2.2
 */
public record Diagnosing(Training training, boolean batchStatistics) {
  /** The same of a head that was trained while BatchNorm ran on batches. */
  public Diagnosing onBatchStatistics() {
    return new Diagnosing(training, true);
  }

  /**
   * Examines it: what {@code graft doctor} does. The test images have no say in the cure.
   *
   * @throws InputException if there is nothing to learn, nothing to test with, no images but their
   *     features, or the images are too small for the base
   */
  public Diagnosed run(RunsFolder runs, JobListener listener) {
    training.data().requireTested("a diagnosis");
    training.data().requireImages("a diagnosis");
    Instant started = runs.clock().instant();
    Base base = training.base();
    String name = base.facts().name();
    TrainingJob job = new TrainingJob(training, listener);
    TrainRequest request = job.settled(job.request(job.open()));
    listener.training(name, request);
    long begin = System.nanoTime();
    Diagnosis diagnosis =
        new Doctor(new Quiet(listener), job.extraction())
            .diagnose(new Patient(base, request, batchStatistics))
            .worded(runs.words()::said);
    double seconds = (System.nanoTime() - begin) / 1e9;
    Consultation consultation =
        new Consultation(
            Consultation.FORMAT,
            name,
            request.dataName(),
            request.size(),
            request.recipe().name(),
            request.preprocessing().toString(),
            runs.words().whole(),
            runs.words().cured(diagnosis),
            started.truncatedTo(ChronoUnit.SECONDS).toString(),
            Version.current(),
            seconds,
            diagnosis);
    Path folder = RunFolder.beside(runs.folder(), started, name + "-doctor", consultation::write);
    return new Diagnosed(consultation, folder, DoctorReport.write(folder, consultation));
  }
}

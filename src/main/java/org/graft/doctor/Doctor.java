package org.graft.doctor;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graft.doctor.Diagnosis.Trial;
import org.graft.experiment.McNemar;
import org.graft.feature.Extraction;
import org.graft.train.Evaluation;
import org.graft.train.TrainListener;

/**
 * Finds out why a run does badly. Checks that need no training come first, and what they hold for
 * certain ends the search; the others name suspects, whose remedies are tried one factor at a time
 * from what the user ran. The remedy that brings most names the cause.
 */
public final class Doctor {
  /** Without these a training tells nothing. */
  private static final List<Check> BEFORE_FEATURES = List.of(new EmptyMaps(), new WeightsState());

  private static final List<Check> BY_EXPERIMENT =
      List.of(
          new FeatureState(),
          new HeadFigures(),
          new Preprocessings(),
          new BatchStatistics(),
          new FeatureScale(),
          new LearningRates(),
          new Labels(),
          new Leaks());

  /** A remedy that is not better than an earlier one with this probability of error gives way. */
  private static final double LEVEL = 0.05;

  private final Clock clock;
  private final TrainListener listener;
  private final Extraction extraction;

  /** Trains on what {@code extraction} makes of the images. */
  public Doctor(Clock clock, TrainListener listener, Extraction extraction) {
    this.clock = clock;
    this.listener = listener;
    this.extraction = extraction;
  }

  /** Examines a run by its base, its data and its recipe. */
  public Diagnosis diagnose(Patient patient) {
    Lab lab = new Lab(patient, clock, listener, extraction);
    Map<String, Object> evidence = new LinkedHashMap<>();
    List<Suspicion> certain = suspicions(BEFORE_FEATURES, lab, evidence);
    if (!certain.isEmpty()) {
      return certain(certain.get(0), lab, evidence);
    }
    List<Suspicion> suspicions = suspicions(BY_EXPERIMENT, lab, evidence);
    List<Trial> trials = new ArrayList<>();
    Optional<Suspicion> convicted = convicted(lab, suspicions, trials);
    return convicted
        .map(cause -> diagnosis(cause, lab, evidence, trials))
        .orElseGet(() -> healthy(lab, evidence, trials));
  }

  private static List<Suspicion> suspicions(
      List<Check> checks, Lab lab, Map<String, Object> evidence) {
    List<Suspicion> suspicions = new ArrayList<>();
    checks.forEach(check -> suspicions.addAll(check.suspicions(lab, evidence)));
    return suspicions;
  }

  /** The suspicion whose remedy brings most; else the first that no training can show. */
  private static Optional<Suspicion> convicted(
      Lab lab, List<Suspicion> suspicions, List<Trial> trials) {
    Evaluation best = lab.own().evaluation();
    Suspicion convicted = null;
    for (Suspicion suspicion : suspicions) {
      if (suspicion.cause() == Cause.DATA || suspicion.remedy().isEmpty()) {
        continue;
      }
      Evaluation tried = tried(lab, suspicion);
      trials.add(new Trial(suspicion.cause(), suspicion.cure(), tried.accuracy()));
      boolean better =
          convicted == null
              ? tried.accuracy() > best.accuracy()
              : McNemar.of(best, tried).secondIsBetter(LEVEL);
      if (better) {
        convicted = suspicion;
        best = tried;
      }
    }
    return convicted != null
        ? Optional.of(convicted)
        : suspicions.stream()
            .filter(s -> s.cause() == Cause.DATA || s.remedy().isEmpty())
            .findFirst();
  }

  private static Evaluation tried(Lab lab, Suspicion suspicion) {
    Suspicion.Remedy remedy = suspicion.remedy().orElseThrow();
    return lab.train(remedy.base(), remedy.request()).evaluation();
  }

  private static Diagnosis diagnosis(
      Suspicion cause, Lab lab, Map<String, Object> evidence, List<Trial> trials) {
    OptionalDouble after =
        cause.remedy().isPresent()
            ? OptionalDouble.of(tried(lab, cause).accuracy())
            : OptionalDouble.empty();
    return new Diagnosis(
        cause.cause(),
        Optional.ofNullable(cause.layer()),
        cause.reason(),
        evidence,
        cause.cure(),
        lab.own().evaluation().accuracy(),
        after,
        trials);
  }

  /** What needs no comparison: the user's own training is not even begun. */
  private static Diagnosis certain(Suspicion cause, Lab lab, Map<String, Object> evidence) {
    return diagnosis(cause, lab, evidence, List.of());
  }

  private static Diagnosis healthy(Lab lab, Map<String, Object> evidence, List<Trial> trials) {
    double accuracy = lab.own().evaluation().accuracy();
    return new Diagnosis(
        Cause.HEALTHY,
        Optional.empty(),
        String.format(
            "the head reaches %.3f, the probe on the same features %.3f",
            accuracy, lab.probe().accuracy()),
        evidence,
        "",
        accuracy,
        OptionalDouble.empty(),
        trials);
  }
}

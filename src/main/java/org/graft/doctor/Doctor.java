package org.graft.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graft.doctor.Diagnosis.Trial;
import org.graft.experiment.Randomization;
import org.graft.feature.Extraction;
import org.graft.train.Evaluation;
import org.graft.train.TrainListener;

/**
 * Finds out why a run does badly. Checks that need no training come first, and what they hold for
 * certain ends the search; the others name suspects, whose remedies are tried one factor at a time
 * from what the user ran, on training images that are held out. The remedy that brings most names
 * the cause.
 *
 * @param listener told of the trainings
 * @param extraction makes features of the images that it trains on
 */
public record Doctor(TrainListener listener, Extraction extraction) {
  /** Without these a training tells nothing. */
  private static final List<DoctorCheck> BEFORE_FEATURES =
      List.of(new EmptyMaps(), new WeightsState());

  private static final List<DoctorCheck> BY_EXPERIMENT =
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

  /**
   * Examines a run by its base, its data and its recipe, and proves the cause by its cure. Of more
   * than 2000 images to learn from or 1000 to test with it takes a sample of each class, which the
   * evidence says.
   */
  public Diagnosis diagnose(Patient patient) {
    Lab lab = new Lab(patient.sampled(), listener, extraction);
    Map<String, Object> evidence = new LinkedHashMap<>();
    int examined = lab.request().data().images();
    if (examined < patient.images()) {
      evidence.put("sample", examined + " of " + patient.images() + " images, class by class");
    }
    List<Trial> trials = new ArrayList<>();
    Suspicion cause = convicted(lab, evidence, trials).orElseGet(() -> healthy(lab));
    return diagnosis(cause, lab, evidence, trials);
  }

  /** The cause alone, without the trainings that prove it. */
  public Cause cause(Patient patient) {
    Lab lab = new Lab(patient.sampled(), listener, extraction);
    return convicted(lab, new LinkedHashMap<>(), new ArrayList<>())
        .map(Suspicion::cause)
        .orElse(Cause.HEALTHY);
  }

  /** What needs no comparison: the user's own training is not even begun; else by experiment. */
  private static Optional<Suspicion> convicted(
      Lab lab, Map<String, Object> evidence, List<Trial> trials) {
    List<Suspicion> certain = suspicions(BEFORE_FEATURES, lab, evidence);
    return certain.isEmpty()
        ? convicted(lab.heldOut(), suspicions(BY_EXPERIMENT, lab, evidence), trials)
        : Optional.of(certain.get(0));
  }

  private static List<Suspicion> suspicions(
      List<DoctorCheck> checks, Lab lab, Map<String, Object> evidence) {
    List<Suspicion> suspicions = new ArrayList<>();
    checks.forEach(check -> suspicions.addAll(check.suspicions(lab, evidence)));
    return suspicions;
  }

  /**
   * The suspicion whose remedy does best on the held-out images; else the first that no training
   * can show.
   */
  private static Optional<Suspicion> convicted(
      Lab heldOut, List<Suspicion> suspicions, List<Trial> trials) {
    Suspicion convicted = null;
    Evaluation best = null;
    for (Suspicion suspicion : suspicions) {
      if (suspicion.cause() == Cause.DATA || suspicion.remedy().isEmpty()) {
        continue;
      }
      best = best == null ? heldOut.own().evaluation() : best;
      Evaluation tried = heldOut.tried(suspicion.remedy().get());
      trials.add(new Trial(suspicion.cause(), suspicion.cure().text(), Lab.score(tried)));
      boolean better =
          convicted == null
              ? Lab.score(tried) > Lab.score(best)
              : Randomization.secondIsBetter(best, tried, LEVEL);
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

  /** Before and after on the test images, which had no say in what the cure is. */
  private static Diagnosis diagnosis(
      Suspicion cause, Lab lab, Map<String, Object> evidence, List<Trial> trials) {
    Cure cure = Cure.of(cause, lab.heldOut(), trials);
    OptionalDouble after =
        cure.remedy().stream()
            .mapToDouble(one -> Lab.score(lab.train(one.base(), one.request()).evaluation()))
            .findFirst();
    return new Diagnosis(
        cause.cause(),
        Optional.ofNullable(cause.layer()),
        cause.reason(),
        evidence,
        cure.advice().text(),
        cure.advice().changes(),
        lab.own().evaluation().measures().name(),
        Lab.score(lab.own().evaluation()),
        after,
        trials);
  }

  private static Suspicion healthy(Lab lab) {
    String reason =
        String.format(
            Locale.ROOT,
            "the head reaches %.3f, the probe on the same features %.3f",
            Lab.score(lab.own().evaluation()),
            Lab.score(lab.probe()));
    return Suspicion.beyondTraining(Cause.HEALTHY, null, reason, "");
  }
}

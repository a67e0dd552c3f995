package org.graft.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.graft.experiment.Randomization;
import org.graft.plan.Preprocessing;
import org.graft.train.Classes;
import org.graft.train.Evaluation;

/**
 * Pixels prepared otherwise than in the base's own training: the probe is tried on every other
 * preprocessing, order of channels included, on held-out training images.
 */
final class Preprocessings implements DoctorCheck {
  /** Shared out among the candidates (Bonferroni). */
  private static final double LEVEL = 0.01;

  private static final double LEAST_GAIN = 0.03;

  /** Of a score that is near 1, what is left to gain is little: so much of it counts, too. */
  private static final double LEAST_SHARE = 0.5;

  @Override
  public List<Suspicion> suspicions(Lab lab, Map<String, Object> evidence) {
    Map<String, Double> scores = new LinkedHashMap<>();
    for (Preprocessing each : Preprocessing.values()) {
      scores.put(each.toString(), Lab.score(lab.probe(each)));
    }
    evidence.put("probe_by_preprocessing", scores);
    Preprocessing own = lab.request().preprocessing();
    Evaluation asRun = lab.probe(own);
    Optional<Preprocessing> catalogue = lab.base().facts().preprocessing();
    List<Suspicion> suspicions = new ArrayList<>();
    List<Preprocessing> others = new ArrayList<>(List.of(Preprocessing.values()));
    others.sort(Comparator.comparing(other -> !isOf(catalogue, other)));
    for (Preprocessing other : others) {
      Evaluation probe = lab.probe(other);
      double gain = Lab.score(probe) - Lab.score(asRun);
      boolean better =
          gain >= leastGain(lab, asRun)
              && Randomization.secondIsBetter(asRun, probe, LEVEL / (others.size() - 1));
      boolean unlike = isOf(catalogue, other) && own != other && HeadState.fails(lab);
      if (better || unlike) {
        suspicions.add(suspicion(lab, other, gain));
      }
    }
    return suspicions;
  }

  private static double leastGain(Lab lab, Evaluation own) {
    return lab.task() instanceof Classes
        ? LEAST_GAIN
        : Math.min(LEAST_GAIN, LEAST_SHARE * (1 - Lab.score(own)));
  }

  private static boolean isOf(Optional<Preprocessing> catalogue, Preprocessing other) {
    return catalogue.filter(other::equals).isPresent();
  }

  private static Suspicion suspicion(Lab lab, Preprocessing other, double gain) {
    return Suspicion.of(
        Cause.PREPROCESSING,
        String.format(
            Locale.ROOT,
            "the base was trained on pixels prepared as %s, not %s: the probe gains %.3f on"
                + " held-out images",
            other,
            lab.request().preprocessing(),
            gain),
        Advice.of(new Change.PreparedAs(other)),
        lab.base(),
        lab.request().withPreprocessing(other));
  }
}

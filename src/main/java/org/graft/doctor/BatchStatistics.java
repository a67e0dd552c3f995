package org.graft.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.graft.experiment.LinearProbe;
import org.graft.experiment.Randomization;
import org.graft.failure.Hint;
import org.graft.plan.Preprocessing;
import org.graft.train.Evaluation;

/**
 * BatchNorm on other statistics in training than in inference. The probe is tried on features by
 * the statistics of the images at hand: where it gains, the base's own do not fit; and where the
 * user trained so, what is lost once the moving statistics come in is measured on the same images.
 */
final class BatchStatistics implements DoctorCheck {
  private static final double LEVEL = 0.01;
  private static final double LEAST_GAIN = 0.1;

  @Override
  public List<Suspicion> suspicions(Lab lab, Map<String, Object> evidence) {
    boolean concerned = Recalibration.concerns(lab.base());
    evidence.put("batch_norm", concerned);
    if (!concerned) {
      return List.of();
    }
    if (lab.batchStatistics()) {
      return List.of(trainedOnBatches(lab, evidence));
    }
    Preprocessing preprocessing = lab.request().preprocessing();
    Evaluation moving = lab.probe(preprocessing);
    Evaluation own =
        LinearProbe.heldOut(lab.task(), lab.sample(lab.recalibrated(lab.request()), preprocessing));
    evidence.put("probe_moving_statistics", Lab.score(moving));
    evidence.put("probe_statistics_of_images", Lab.score(own));
    double gain = Lab.score(own) - Lab.score(moving);
    if (gain < LEAST_GAIN || !Randomization.secondIsBetter(moving, own, LEVEL)) {
      return List.of();
    }
    return List.of(
        Suspicion.of(
            Cause.BATCH_NORM,
            String.format(
                Locale.ROOT,
                "the base's moving statistics do not fit: by those of the images the probe gains"
                    + " %.3f",
                gain),
            Advice.of(Advice.imported("a file whose moving statistics were trained")),
            lab.recalibrated(lab.request()),
            lab.request()));
  }

  private static Suspicion trainedOnBatches(Lab lab, Map<String, Object> evidence) {
    Evaluation batch = lab.trainedOnBatches(lab.request(), lab.request().data().train(), true);
    Evaluation moving = lab.trainedOnBatches(lab.request(), lab.request().data().train(), false);
    String key = "train_" + batch.measures().key();
    evidence.put(key + "_batch_statistics", Lab.score(batch));
    evidence.put(key + "_moving_statistics", Lab.score(moving));
    return Suspicion.of(
        Cause.BATCH_NORM,
        String.format(
            Locale.ROOT,
            "on the same training images %s is %.3f by batch statistics and %.3f by moving ones",
            batch.measures().name(),
            Lab.score(batch),
            Lab.score(moving)),
        Advice.of(Hint.TRAIN + ", which keeps BatchNorm on its moving statistics"),
        lab.base(),
        lab.request());
  }
}

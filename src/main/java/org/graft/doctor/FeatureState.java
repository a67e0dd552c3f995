package org.graft.doctor;

import java.util.List;
import java.util.Map;
import org.graft.train.Measures;

/** What the features look like; they are the weights' fault when they are not numbers. */
final class FeatureState implements DoctorCheck {
  @Override
  public List<Suspicion> suspicions(Lab lab, Map<String, Object> evidence) {
    FeatureSheet sheet = FeatureSheet.of(lab.features());
    evidence.put("features", lab.features().width());
    evidence.put("features_constant", sheet.constant());
    evidence.put("features_dead", sheet.dead());
    evidence.put("feature_mean", sheet.mean());
    evidence.put("feature_deviation", sheet.deviation());
    evidence.put("feature_largest", sheet.largest());
    evidence.put("feature_cosine", sheet.cosine());
    Measures neighbours = Neighbours.evaluation(lab.task(), lab.features()).measures();
    evidence.put("nearest_neighbour_" + neighbours.key(), neighbours.score());
    if (sheet.constant() < 1) {
      return List.of();
    }
    return List.of(
        Suspicion.beyondTraining(
            Cause.WEIGHTS,
            lab.base().facts().featureLayer(),
            "every feature is the same for every image",
            Advice.imported("the file as published")));
  }
}

package org.graft.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft.plan.Plan;
import org.graft.train.TrainRequest;

/** Images so small that a layer's map has no cell left, whose mean is not a number. */
final class EmptyMaps implements DoctorCheck {
  @Override
  public List<Suspicion> suspicions(Lab lab, Map<String, Object> evidence) {
    int size = lab.request().size();
    int minimum = lab.base().facts().minimumSize();
    Plan plan = lab.base().features().plan();
    evidence.put("size", size);
    evidence.put("minimum_size", minimum);
    return plan.firstEmptyLayer(plan.square(size))
        .map(layer -> List.of(suspicion(lab, layer, minimum)))
        .orElse(List.of());
  }

  private static Suspicion suspicion(Lab lab, String layer, int minimum) {
    TrainRequest larger = lab.request().withSize(minimum);
    return new Suspicion(
        Cause.INPUT_SIZE,
        layer,
        "at %s px the map of layer %s has no cell, and the features are not numbers"
            .formatted(lab.request().size(), layer),
        Advice.of(new Change.InputSize(minimum)),
        Optional.of(new Suspicion.Remedy(lab.base(), larger)));
  }
}

package org.graft.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.graft.train.Recipe;
import org.graft.train.Schedule;

/** Steps too wide for the features: narrower ones are tried where the head falls behind. */
final class LearningRates implements DoctorCheck {
  private static final List<Double> NARROWER = List.of(0.1, 0.01);

  @Override
  public List<Suspicion> suspicions(Lab lab, Map<String, Object> evidence) {
    Recipe recipe = lab.request().recipe();
    Schedule schedule = recipe.phase().schedule();
    evidence.put("learning_rate", schedule.learningRate());
    List<Suspicion> suspicions = new ArrayList<>();
    if (HeadState.fails(lab)) {
      for (double factor : NARROWER) {
        double rate = factor * schedule.learningRate();
        suspicions.add(
            Suspicion.of(
                Cause.LEARNING_RATE,
                "the steps are too wide at a rate of " + schedule.learningRate(),
                Advice.of(new Change.Rate(rate)),
                lab.base(),
                lab.request().withRecipe(recipe.withSchedule(schedule.withLearningRate(rate)))));
      }
    }
    return suspicions;
  }
}

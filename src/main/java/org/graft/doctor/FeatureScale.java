package org.graft.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.graft.train.Recipe;

/** Features of a scale that the head cannot take: standardised ones are tried. */
final class FeatureScale implements DoctorCheck {
  private static final double MOST_DEAD = 0.5;

  /** A fresh head on features of scale 1 begins near the loss of one that knows nothing. */
  private static final double MOST_TIMES = 2;

  @Override
  public List<Suspicion> suspicions(Lab lab, Map<String, Object> evidence) {
    Recipe recipe = lab.request().recipe();
    if (!HeadState.fails(lab) || recipe.head().standardized() || !outOfScale(lab)) {
      return List.of();
    }
    double dead = HeadState.deadUnits(lab);
    Cause cause = dead > MOST_DEAD ? Cause.DEAD_UNITS : Cause.FEATURE_SCALE;
    String reason =
        cause == Cause.DEAD_UNITS
            ? String.format(
                Locale.ROOT, "%.0f %% of the hidden units give zero for every image", 100 * dead)
            : String.format(
                Locale.ROOT,
                "features of magnitude %.3g enter the head",
                FeatureSheet.of(lab.features()).largest());
    return List.of(
        Suspicion.of(
            cause,
            reason,
            Advice.of(new Change.Standardized()),
            lab.base(),
            lab.request().withRecipe(recipe.withHead(recipe.head().standardizing()))));
  }

  private static boolean outOfScale(Lab lab) {
    return HeadFigures.lossAtStart(lab).orElse(0) > MOST_TIMES * HeadFigures.lossOfIgnorance(lab);
  }
}

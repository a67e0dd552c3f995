package org.graft.doctor;

import java.util.List;
import java.util.Optional;
import org.graft.doctor.Diagnosis.Trial;
import org.graft.doctor.Suspicion.Remedy;
import org.graft.plan.Preprocessing;
import org.graft.train.Evaluation;
import org.graft.train.Recipe;

/**
 * What is proposed against a cause.
 *
 * @param advice what to set, or what to do
 * @param remedy what to train to prove it; empty where no training can
 */
record Cure(Advice advice, Optional<Remedy> remedy) {
  /**
   * The remedy of one factor; and where the seed recipe was run to the letter, the recipe {@code
   * safe} with it, if that does better on the images held out.
   *
   * @param trials takes what is tried
   */
  static Cure of(Suspicion cause, Lab heldOut, List<Trial> trials) {
    Cure plain = new Cure(cause.cure(), cause.remedy());
    boolean applies =
        cause.remedy().isPresent()
            && !cause.cure().changes().isEmpty()
            && heldOut.request().recipe().equals(Recipe.SEED);
    if (!applies) {
      return plain;
    }
    Cure safe = safe(cause, cause.remedy().get());
    Evaluation with = heldOut.tried(safe.remedy().orElseThrow());
    trials.add(new Trial(cause.cause(), safe.advice().text(), Lab.score(with)));
    Evaluation without = heldOut.tried(cause.remedy().get());
    return Lab.score(with) > Lab.score(without) ? safe : plain;
  }

  private static Cure safe(Suspicion cause, Remedy remedy) {
    Preprocessing preprocessing =
        cause.cause() == Cause.PREPROCESSING
            ? remedy.request().preprocessing()
            : remedy.base().facts().preprocessing().orElse(remedy.request().preprocessing());
    Advice size = cause.cause() == Cause.INPUT_SIZE ? cause.cure() : Advice.of();
    return new Cure(
        size.and(new Change.ByRecipe(Recipe.SAFE.name()), new Change.PreparedAs(preprocessing)),
        Optional.of(
            new Remedy(
                remedy.base(),
                remedy.request().withRecipe(Recipe.SAFE).withPreprocessing(preprocessing))));
  }
}

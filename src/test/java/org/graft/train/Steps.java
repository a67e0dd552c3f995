package org.graft.train;

/** A phase's steps on batches that a test makes. */
final class Steps {
  private final Objective objective;
  private final Descent descent;
  private long done;

  Steps(Phase phase, Objective objective) {
    this.objective = objective;
    this.descent = new Descent(phase, objective.parameters());
  }

  /** The batch's gradients before the step; the parameters are changed after it. */
  Gradients step(Batch batch, double rate) {
    Gradients gradients = objective.gradients(batch);
    done++;
    descent.step(gradients.byParameter(), rate, done);
    return gradients;
  }
}

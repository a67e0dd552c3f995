package org.graft.api;

import java.util.List;
import org.graft.failure.InputException;

/**
 * The same training on several bases, to be seen side by side.
 *
 * @param training what all have in common; its own base is one of them only if it is listed
 * @param variations tried on each base; {@link Variation#NONE} alone for none
 * @param seeds each base is trained once with each, on the same split; empty for the training's own
 */
public record Comparing(
    Training training, List<ImportedBase> bases, List<Variation> variations, List<Long> seeds) {
  /**
   * Keeps what is to be compared.
   *
   * @throws InputException without a base or a variation
   */
  public Comparing {
    bases = List.copyOf(bases);
    variations = List.copyOf(variations);
    seeds = List.copyOf(seeds);
    if (bases.isEmpty() || variations.isEmpty()) {
      throw new InputException("a comparison needs a base, and a variation or Variation.NONE");
    }
  }

  /** The same with other variations on each base. */
  public Comparing variations(List<Variation> others) {
    return new Comparing(training, bases, others, seeds);
  }

  public Comparing seeds(List<Long> others) {
    return new Comparing(training, bases, variations, others);
  }

  /**
   * Trains what is not trained yet, goes on with what was begun, and holds all against base rate,
   * chance, the optimiser-free probe and permuted labels: what {@code graft compare} does.
   *
   * @throws InputException if there are no classes to learn, nothing to test with, pictures to test
   *     with are also to learn from, or the images are too small for a base
   * @throws org.graft.failure.WorkFailedException if a training comes to nothing
   */
  public Compared run(RunsFolder runs, ComparisonListener listener) {
    return new ComparisonJob(this, runs, listener).run();
  }

  List<Long> trainedWith() {
    return seeds.isEmpty() ? List.of(training.seed()) : seeds;
  }
}

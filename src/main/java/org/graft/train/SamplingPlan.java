package org.graft.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.graft.image.ImageGroups;

/**
 * How a training draws what it sees.
 *
 * @param seed decides initial weights, order, dropout and what is held out
 * @param validation share of the images held out to tell the best epoch, 0..1
 * @param heldOut images that are held out whatever the share, if there are any
 * @param groups images that belong together, which are held out together
 * @param variants rows there are of each image; those of the first variant of all images come
 *     first, then those of the second
 */
record SamplingPlan(
    long seed, double validation, Set<Path> heldOut, ImageGroups groups, int variants) {
  private static final int HELD_OUT = 1;

  /** Holds out the share alone. */
  SamplingPlan(long seed, double validation, int variants) {
    this(seed, validation, Set.of(), ImageGroups.NONE, variants);
  }

  /**
   * Which images are held out: those that the data holds out, or else the share of each class.
   *
   * @param answers {@code [n]}, each image's own
   */
  HoldOut parts(Task task, List<Path> files, int... answers) {
    if (!heldOut.isEmpty()) {
      return HoldOut.of(files, heldOut);
    }
    Draws draws = new Draws(seed, TrainingPhases.HEAD);
    return HoldOut.of(task.strata(answers), groups.units(files), validation, draws.once(HELD_OUT));
  }
}

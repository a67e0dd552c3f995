package org.graft.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.graft.feature.Features;
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
 * @param shuffle in what order an epoch shows its examples
 */
record SamplingPlan(
    long seed,
    double validation,
    Set<Path> heldOut,
    ImageGroups groups,
    int variants,
    Shuffle shuffle) {
  private static final int HELD_OUT = 1;

  /**
   * Which images are held out: those that the data holds out, or else the share of each class.
   *
   * @param rows of all images and variants
   */
  HoldOut parts(Task task, Features rows) {
    int images = rows.count() / variants;
    List<Path> files = rows.files().subList(0, images);
    if (!heldOut.isEmpty()) {
      return HoldOut.of(files, heldOut);
    }
    int[] strata = task.strata(Arrays.copyOf(rows.labels(), images));
    Draws draws = new Draws(seed, TrainingPhases.HEAD);
    return HoldOut.of(strata, groups.units(files), validation, draws.once(HELD_OUT));
  }
}

package org.graft.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long each phase of a run did well, by the images that it held out. */
public final class BestEpochs {
  private BestEpochs() {}

  /**
   * The epoch of the lowest loss on images held out, the first of several, by phase ({@code head},
   * {@code fine-tune}); nothing of a phase that held none out.
   *
   * @param folder of a finished run
   */
  public static Map<String, Integer> of(Path folder) {
    Map<String, EpochMetrics> best = new LinkedHashMap<>();
    for (EpochMetrics epoch : RunFolder.metrics(folder)) {
      if (epoch.validationLoss() != null) {
        best.merge(
            epoch.phase(),
            epoch,
            (one, other) -> other.validationLoss() < one.validationLoss() ? other : one);
      }
    }
    Map<String, Integer> epochs = new LinkedHashMap<>();
    best.forEach((phase, epoch) -> epochs.put(phase, epoch.epoch()));
    return epochs;
  }
}

package org.graft.train;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long a run did well, by the images that it held out.
 *
 * @param byPhase the epoch of the lowest loss on images held out, the first of several, by phase
 *     ({@code head}, {@code fine-tune}); nothing of a phase that held none out
 */
public record BestEpochs(Map<String, Integer> byPhase) {
  public BestEpochs {
    byPhase = Collections.unmodifiableMap(new LinkedHashMap<>(byPhase));
  }

  /** Of a finished run's folder; images to test with may have been told of, and choose nothing. */
  public static BestEpochs of(Path folder) {
    if (!RunFolder.record(folder).heldOut()) {
      return new BestEpochs(Map.of());
    }
    Map<String, Double> least = new HashMap<>();
    Map<String, Integer> epochs = new LinkedHashMap<>();
    for (EpochMetrics epoch : RunFolder.metrics(folder)) {
      Double loss = epoch.validationLoss();
      if (loss != null && !(loss >= least.getOrDefault(epoch.phase(), Double.NaN))) {
        least.put(epoch.phase(), loss);
        epochs.put(epoch.phase(), epoch.epoch());
      }
    }
    return new BestEpochs(epochs);
  }
}

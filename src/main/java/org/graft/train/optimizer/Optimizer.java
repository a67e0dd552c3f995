package org.graft.train.optimizer;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.graft.storage.RecordNames;

/**
 * One rule of descent, as the class of that name in Keras 3 computes it. The record holds the
 * settings; the state is in slots that the caller keeps, so that it can be stored and put back.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = "kind")
@JsonTypeIdResolver(Optimizer.OptimizerNames.class)
public interface Optimizer {
  /** Names of the arrays kept for each parameter: of its shape, zero at the start. */
  List<String> slots();

  /**
   * Changes {@code weight} and its slots in place.
   *
   * @param weight values of a parameter, in any order that gradient and slots share
   * @param gradient of the loss
   * @param rate the learning rate of this step
   * @param step counted from 1
   */
  void update(float[] weight, float[] gradient, Map<String, float[]> slots, double rate, long step);

  /** What optimisers are called in JSON. */
  final class OptimizerNames extends RecordNames {
    OptimizerNames() {
      super(Arrays.stream(NamedOptimizer.values()).map(named -> named.rule().getClass()));
    }
  }
}

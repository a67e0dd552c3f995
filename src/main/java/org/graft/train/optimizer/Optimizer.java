package org.graft.train.optimizer;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;

/**
 * One rule of descent, as the class of that name in Keras 3 computes it. The record holds the
 * settings; the state is in slots that the caller keeps, so that it can be stored and put back.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(Sgd.class),
  @JsonSubTypes.Type(RmsProp.class),
  @JsonSubTypes.Type(Adam.class),
})
public sealed interface Optimizer permits Sgd, RmsProp, Adam {
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
}

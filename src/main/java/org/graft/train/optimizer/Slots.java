package org.graft.train.optimizer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The state of an optimiser: for each parameter and each of its slots one array, in place. */
public final class Slots {
  private final Map<String, Map<String, INDArray>> byParameter = new LinkedHashMap<>();

  /** Fresh slots, all zero, for the parameters of these names. */
  public Slots(Optimizer optimizer, Map<String, INDArray> parameters) {
    parameters.forEach(
        (name, array) -> {
          Map<String, INDArray> own = new LinkedHashMap<>();
          optimizer.slots().forEach(slot -> own.put(slot, array.like()));
          byParameter.put(name, own);
        });
  }

  /** Every slot's arrays by parameter, live. */
  public Map<String, Map<String, INDArray>> bySlot() {
    Map<String, Map<String, INDArray>> bySlot = new LinkedHashMap<>();
    byParameter.forEach(
        (parameter, own) ->
            own.forEach(
                (slot, array) ->
                    bySlot
                        .computeIfAbsent(slot, s -> new LinkedHashMap<>())
                        .put(parameter, array)));
    return bySlot;
  }

  /** The slots of a parameter by their names, live. */
  public Map<String, INDArray> of(String parameter) {
    return byParameter.get(parameter);
  }
}

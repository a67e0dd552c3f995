package org.graft.train.optimizer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.graft.plan.Tensor;

/** The state of an optimiser: for each parameter and each of its slots one array, in place. */
public final class Slots {
  private final Map<String, Map<String, Tensor>> byParameter = new LinkedHashMap<>();

  /** Fresh slots, all zero, for parameters of these names and shapes. */
  public Slots(Optimizer optimizer, Map<String, int[]> parameters) {
    parameters.forEach(
        (name, shape) -> {
          Map<String, Tensor> own = new LinkedHashMap<>();
          optimizer.slots().forEach(slot -> own.put(slot, Tensor.zeros(shape)));
          byParameter.put(name, own);
        });
  }

  /** Every slot's arrays by parameter, live. */
  public Map<String, Map<String, Tensor>> bySlot() {
    Map<String, Map<String, Tensor>> bySlot = new LinkedHashMap<>();
    byParameter.forEach(
        (parameter, own) ->
            own.forEach(
                (slot, array) ->
                    bySlot
                        .computeIfAbsent(slot, s -> new LinkedHashMap<>())
                        .put(parameter, array)));
    return bySlot;
  }

  /** The values of a parameter's slots by their names, live, the last axis fastest. */
  public Map<String, float[]> of(String parameter) {
    Map<String, float[]> values = new LinkedHashMap<>();
    byParameter.get(parameter).forEach((slot, array) -> values.put(slot, array.values()));
    return values;
  }
}

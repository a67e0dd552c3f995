package org.graft.source.keras;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graft.plan.BatchNorm;
import org.graft.plan.Conv2d;
import org.graft.plan.Dense;
import org.graft.plan.DepthwiseConv2d;
import org.graft.plan.Layer;
import org.graft.plan.Plan;

/**
 * Stored layers matched as Keras 3 stores them ({@code saving_lib._save_container_state}): by the
 * class's name in snake case and, from the second on, its count within the model, whatever the
 * layers are called.
 */
final class ClassCount {
  private static final Map<Class<? extends Layer>, String> NAMES =
      Map.of(
          Conv2d.class, "conv2d",
          DepthwiseConv2d.class, "depthwise_conv2d",
          Dense.class, "dense",
          BatchNorm.class, "batch_normalization");

  private ClassCount() {}

  /** Stored layers by the plan's names; those that have no place there are left out. */
  static Map<String, StoredLayer> match(Plan plan, List<StoredLayer> stored) {
    Map<String, StoredLayer> byName = new HashMap<>();
    stored.forEach(layer -> byName.put(layer.name(), layer));
    Map<String, Integer> counts = new HashMap<>();
    Map<String, StoredLayer> matched = new LinkedHashMap<>();
    for (String layer : plan.parameters().keySet()) {
      String stem = NAMES.getOrDefault(plan.layer(layer).getClass(), "");
      int count = counts.merge(stem, 1, Integer::sum) - 1;
      StoredLayer own = byName.get(count == 0 ? stem : stem + "_" + count);
      if (own != null) {
        matched.put(layer, own);
      }
    }
    return matched;
  }
}

package org.graft.base;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft.plan.Conv2d;
import org.graft.plan.Dense;
import org.graft.plan.Layer;
import org.graft.plan.Plan;
import org.graft.source.keras.Assignment;
import org.graft.source.keras.DirectReader;
import org.graft.source.keras.ModelConfig;
import org.graft.source.keras.StoredArray;
import org.graft.source.keras.StoredLayer;

/**
 * An architecture held against a file.
 *
 * @param plan the whole architecture
 * @param kept the part to be imported
 * @param assignment how the file's arrays fill it, or what keeps them from it
 */
record Candidate(
    String architecture,
    CatalogueEntry entry,
    ModelConfig config,
    Plan plan,
    Plan kept,
    Assignment assignment) {

  /** The whole architecture, with the widths that the file has where the entry leaves them free. */
  static Candidate of(
      String architecture, CatalogueEntry entry, ModelConfig config, List<StoredLayer> stored) {
    ModelConfig fitted = config.withWidths(widths(entry, DirectReader.read(config), stored));
    Plan plan = DirectReader.read(fitted);
    return new Candidate(
        architecture, entry, fitted, plan, plan, Assignment.of(plan, plan, stored));
  }

  /** The same held against the part up to {@code layer}. */
  Candidate keeping(String layer, List<StoredLayer> stored) {
    Plan part = plan.cut(layer);
    return new Candidate(
        architecture, entry, config, plan, part, Assignment.of(plan, part, stored));
  }

  /** Output widths by layer, read off the kernels in order. */
  private static Map<String, Integer> widths(
      CatalogueEntry entry, Plan plan, List<StoredLayer> stored) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    Set<String> weighted = plan.parameters().keySet();
    int i = 0;
    for (String name : weighted) {
      if (i == stored.size()) {
        break;
      }
      StoredArray kernel = stored.get(i++).arrays().get(0);
      if (isFree(entry, plan.layer(name)) && kernel.shape().length >= 2) {
        widths.put(name, Math.max(1, kernel.shape()[kernel.shape().length - 1]));
      }
    }
    return widths;
  }

  private static boolean isFree(CatalogueEntry entry, Layer layer) {
    boolean classifier = layer.name().equals(entry.classifierLayer());
    return (classifier && layer instanceof Dense)
        || (entry.freeWidth() && !classifier && layer instanceof Conv2d);
  }
}

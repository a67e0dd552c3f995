package org.graft.base;

import java.util.LinkedHashMap;
import java.util.Map;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Conv2d;
import org.graft.plan.Dense;
import org.graft.plan.Layer;
import org.graft.plan.Plan;
import org.graft.source.keras.Assignment;
import org.graft.source.keras.DirectReader;
import org.graft.source.keras.KerasFile;
import org.graft.source.keras.LinearBottlenecks;
import org.graft.source.keras.ModelConfig;

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

  /**
   * The whole architecture, with the widths that the file has where the entry leaves them free and
   * they make a network: those of another one's file seldom do.
   */
  static Candidate of(
      String architecture, CatalogueEntry entry, ModelConfig config, KerasFile file) {
    Plan plan = DirectReader.read(config);
    ModelConfig wide = config.withWidths(widths(entry, config, plan, file));
    ModelConfig fitted = entry.freeWidth() ? LinearBottlenecks.fitted(wide) : wide;
    if (fitted.equals(config)) {
      return of(architecture, entry, config, plan, file);
    }
    try {
      return of(architecture, entry, fitted, DirectReader.read(fitted), file);
    } catch (UnsupportedModelException e) {
      return of(architecture, entry, config, plan, file);
    }
  }

  private static Candidate of(
      String architecture, CatalogueEntry entry, ModelConfig config, Plan plan, KerasFile file) {
    return new Candidate(
        architecture, entry, config, plan, plan, Assignment.of(config, plan, plan, file));
  }

  /** The same held against the part up to {@code layer}. */
  Candidate keeping(String layer, KerasFile file) {
    Plan part = plan.upTo(layer);
    return new Candidate(
        architecture, entry, config, plan, part, Assignment.of(config, plan, part, file));
  }

  /** Output widths by layer, read off the kernels in order. */
  private static Map<String, Integer> widths(
      CatalogueEntry entry, ModelConfig config, Plan plan, KerasFile file) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    Assignment.places(config, plan, file)
        .forEach(
            (name, stored) -> {
              int[] kernel = stored.arrays().get(0).shape();
              if (isFree(entry, plan.layer(name)) && kernel.length >= 2) {
                widths.put(name, Math.max(1, kernel[kernel.length - 1]));
              }
            });
    return widths;
  }

  private static boolean isFree(CatalogueEntry entry, Layer layer) {
    boolean wide = layer instanceof Dense || layer instanceof Conv2d;
    boolean classifier = layer.name().equals(entry.classifierLayer());
    return wide && (classifier || (entry.freeWidth() && layer instanceof Conv2d));
  }
}

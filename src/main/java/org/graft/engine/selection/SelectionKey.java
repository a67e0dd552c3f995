package org.graft.engine.selection;

import java.util.List;
import org.graft.engine.Precision;
import org.graft.plan.Model;
import org.graft.plan.ModelDigest;

/**
 * What a measurement holds for.
 *
 * @param format version of how engines are chosen
 * @param processor name and number of the cores, and what they can do
 * @param network digest of the network, its image size and preprocessing among it
 * @param batch images at once
 * @param engines versions of the engines
 */
record SelectionKey(
    int format,
    String processor,
    String network,
    int batch,
    EngineChoice choice,
    Precision precision,
    List<String> engines) {
  private static final int FORMAT = 1;

  static SelectionKey of(Model model, int batch, EngineSettings settings) {
    return new SelectionKey(
        FORMAT,
        Processor.description(),
        ModelDigest.of(model),
        batch,
        settings.engine(),
        settings.precision(),
        Engines.of(settings).stream().map(e -> Engines.version(e, settings)).toList());
  }
}

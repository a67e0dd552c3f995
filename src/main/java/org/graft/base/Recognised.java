package org.graft.base;

import java.util.Map;
import java.util.Optional;
import org.graft.plan.Flatten;
import org.graft.plan.GlobalPool;
import org.graft.plan.Layer;
import org.graft.plan.Plan;
import org.graft.plan.Shape;

/**
 * What a file turned out to be, whatever kind of file it is.
 *
 * @param ownName what the model calls itself
 * @param like the known architecture that it is
 * @param kept the part to be imported
 */
record Recognised(String ownName, Optional<Likeness> like, Plan kept) {

  String name() {
    return architecture().orElse(ownName);
  }

  Optional<String> architecture() {
    return like.map(Likeness::architecture);
  }

  Optional<CatalogueEntry> entry() {
    return like.map(Likeness::entry);
  }

  int nativeSize() {
    return entry().map(CatalogueEntry::nativeSize).orElse(224);
  }

  /** Where heads go: the end of the known base, else the cut, else what the top pools. */
  String featureLayer(String cut) {
    Optional<String> known =
        entry().map(CatalogueEntry::featureLayer).filter(layer -> kept.find(layer).isPresent());
    if (known.isPresent()) {
      return known.get();
    }
    return cut != null ? cut : pooled().orElseGet(this::lastMap);
  }

  /** The map that the last global pooling or flattening reads. */
  private Optional<String> pooled() {
    return kept.layers().stream()
        .filter(l -> l instanceof GlobalPool || l instanceof Flatten)
        .reduce((first, second) -> second)
        .map(l -> l.inputs().get(0));
  }

  private String lastMap() {
    Map<String, Shape> shapes = kept.shapes();
    return kept.layers().stream()
        .map(Layer::name)
        .filter(name -> shapes.get(name).isMap())
        .reduce((first, second) -> second)
        .orElseThrow();
  }
}

package org.graft.base;

import java.util.Map;
import java.util.Optional;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Flatten;
import org.graft.plan.GlobalPool;
import org.graft.plan.Layer;
import org.graft.plan.Plan;
import org.graft.plan.Shape;
import org.graft.source.keras.Assignment;
import org.graft.source.keras.DirectReader;
import org.graft.source.keras.KerasFile;
import org.graft.source.keras.ModelConfig;

/** A model's description with the way its weights go into it. */
record Description(
    ModelConfig config,
    Optional<String> architecture,
    Optional<CatalogueEntry> entry,
    Plan kept,
    Assignment assignment) {

  static Description of(Candidate candidate) {
    return new Description(
        candidate.config(),
        Optional.of(candidate.architecture()),
        Optional.of(candidate.entry()),
        candidate.kept(),
        candidate.assignment());
  }

  /**
   * A model that describes itself; it takes the facts of the catalogue's entry that is its like.
   */
  static Description of(ModelConfig config, String cut, KerasFile file, Catalogue catalogue) {
    Plan whole = DirectReader.read(config);
    Plan kept = cut == null ? whole : whole.cut(cut);
    Assignment assignment = Assignment.of(config, whole, kept, file);
    if (!assignment.fits()) {
      throw new UnsupportedModelException(
          String.format(
              "the arrays do not fill the description of %s: %d differences, first: %s",
              config.name(), assignment.problems().size(), assignment.problems().get(0)));
    }
    Optional<Likeness> like = Likeness.find(catalogue, whole, file);
    return new Description(
        config, like.map(Likeness::architecture), like.map(Likeness::entry), kept, assignment);
  }

  String name() {
    return architecture.orElse(config.name());
  }

  int nativeSize() {
    return entry.map(CatalogueEntry::nativeSize).orElse(224);
  }

  /** Where heads go: the end of the known base, else the cut, else what the top pools. */
  String featureLayer(String cut) {
    if (entry.isPresent() && kept.find(entry.get().featureLayer()).isPresent()) {
      return entry.get().featureLayer();
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

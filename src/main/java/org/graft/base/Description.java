package org.graft.base;

import java.util.List;
import java.util.Optional;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.Layer;
import org.graft.plan.Plan;
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
    Assignment assignment = Assignment.of(whole, kept, file.layers());
    if (!assignment.fits()) {
      throw new UnsupportedModelException(
          String.format(
              "the arrays do not fill the description of %s: %d differences, first: %s",
              config.name(), assignment.problems().size(), assignment.problems().get(0)));
    }
    Optional<String> like =
        catalogue.entries().keySet().stream().filter(n -> isLike(catalogue, n, whole)).findFirst();
    return new Description(config, like, like.map(catalogue::entry), kept, assignment);
  }

  private static boolean isLike(Catalogue catalogue, String name, Plan plan) {
    Plan known = DirectReader.read(catalogue.config(name));
    Plan base = known.cut(catalogue.entry(name).featureLayer());
    return sameBehindInput(known, plan) || sameBehindInput(base, plan);
  }

  private static boolean sameBehindInput(Plan a, Plan b) {
    return behindInput(a).equals(behindInput(b));
  }

  /**
   * The layers but the input, whose name and size are those of the session that saved the model.
   */
  private static List<Layer> behindInput(Plan plan) {
    String input = plan.input().name();
    return plan.layers().stream()
        .skip(1)
        .map(l -> l.reading(l.inputs().stream().map(i -> i.equals(input) ? "" : i).toList()))
        .toList();
  }

  String name() {
    return architecture.orElse(config.name());
  }

  int nativeSize() {
    return entry.map(CatalogueEntry::nativeSize).orElse(224);
  }

  /** Where heads go: the cut, else the end of the known base, else the last map. */
  String featureLayer(String cut) {
    if (entry.isPresent() && kept.find(entry.get().featureLayer()).isPresent()) {
      return entry.get().featureLayer();
    }
    return cut != null ? cut : lastMap();
  }

  private String lastMap() {
    String last = kept.output().name();
    for (var shape : kept.shapes().entrySet()) {
      last = shape.getValue().isMap() ? shape.getKey() : last;
    }
    return last;
  }
}

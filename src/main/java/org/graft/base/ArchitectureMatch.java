package org.graft.base;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.graft.failure.UnsupportedModelException;
import org.graft.plan.BatchNorm;
import org.graft.plan.Conv2d;
import org.graft.plan.Plan;
import org.graft.plan.Preprocessing;
import org.graft.source.keras.DirectReader;
import org.graft.source.keras.LinearBottlenecks;
import org.graft.source.keras.ModelConfig;

/**
 * A model that describes itself, recognised as a known architecture: a part of it computes what the
 * base computes, however it is written down, whatever its layers are called and whatever stands
 * behind them.
 *
 * @param entry the facts, with the layers called as the model calls them
 * @param preprocessing what pixels need, given what the model does to them itself; empty where that
 *     cannot be told
 */
record ArchitectureMatch(
    String architecture, CatalogueEntry entry, Optional<Preprocessing> preprocessing) {

  /** That entry as it stands. */
  static ArchitectureMatch of(String architecture, CatalogueEntry entry) {
    return new ArchitectureMatch(
        architecture, entry, Optional.of(Preprocessing.of(entry.preprocessing())));
  }

  static Optional<ArchitectureMatch> find(Catalogue catalogue, Plan model) {
    List<KernelCount> kernels = KernelCount.of(model);
    return catalogue.entries().keySet().stream()
        .filter(name -> mayBegin(kernels, catalogue.entry(name)))
        .flatMap(name -> of(catalogue, name, model).stream())
        .findFirst();
  }

  /** Whether a model of such kernels may begin with the base, which spares reading most of them. */
  private static boolean mayBegin(List<KernelCount> kernels, CatalogueEntry entry) {
    return entry.freeWidth()
        ? kernels.stream().anyMatch(k -> k.arrays() == entry.kernels().arrays())
        : kernels.contains(entry.kernels());
  }

  private static Optional<ArchitectureMatch> of(Catalogue catalogue, String name, Plan model) {
    CatalogueEntry entry = catalogue.entry(name);
    return Stream.of(catalogue.configWithoutTop(name), Optional.of(catalogue.config(name)))
        .flatMap(Optional::stream)
        .flatMap(config -> base(entry, config, model).stream())
        .flatMap(
            base ->
                Stream.of(false, true)
                    .flatMap(folded -> like(name, entry, base, model, folded).stream()))
        .findFirst();
  }

  /**
   * The architecture's base in the model's widths; nothing if no such network can have them. A
   * network with its top may end its base otherwise than one without.
   */
  private static Optional<Plan> base(CatalogueEntry entry, ModelConfig known, Plan model) {
    try {
      ModelConfig fitted =
          entry.freeWidth()
              ? LinearBottlenecks.fitted(known.withWidths(widths(known, model)))
              : known;
      Plan plan = DirectReader.read(fitted);
      String end = entry.featureLayer();
      return Optional.of(plan.upTo(plan.find(end).isPresent() ? end : FeatureLayer.of(plan)));
    } catch (UnsupportedModelException e) {
      return Optional.empty();
    }
  }

  /** The model's widths for the architecture's convolutions, in order. */
  private static Map<String, Integer> widths(ModelConfig known, Plan model) {
    Map<String, Integer> widths = new HashMap<>();
    Iterator<Conv2d> own = convolutions(model).iterator();
    convolutions(DirectReader.read(known))
        .forEach(
            layer -> {
              if (own.hasNext()) {
                widths.put(layer.name(), own.next().filters());
              }
            });
    return widths;
  }

  private static Stream<Conv2d> convolutions(Plan plan) {
    return plan.layers().stream().filter(Conv2d.class::isInstance).map(Conv2d.class::cast);
  }

  /**
   * The likeness, if a part of the model computes what the base does.
   *
   * @param folded whether batch normalisation is looked for within the convolutions: where the
   *     architecture has some, and the model has none any more
   */
  private static Optional<ArchitectureMatch> like(
      String name, CatalogueEntry entry, Plan base, Plan model, boolean folded) {
    if (folded && (!hasBatchNorm(base) || hasBatchNorm(model))) {
      return Optional.empty();
    }
    try {
      Plan known = CanonicalPlan.of(base, entry.nativeSize(), folded);
      Plan own = CanonicalPlan.of(model, entry.nativeSize(), folded);
      Front front = Front.of(own);
      Front its = Front.of(known);
      Map<String, String> names = names(known, its, own, front, model);
      return Optional.ofNullable(names.get(known.output().name()))
          .map(
              feature ->
                  new ArchitectureMatch(
                      name, entry.renamed(feature, names), preprocessing(front, its, entry)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * As a known network's front and preprocessing do together. Where that cannot be told, a network
   * that scales pixels itself takes them as they are.
   */
  private static Optional<Preprocessing> preprocessing(Front own, Front its, CatalogueEntry entry) {
    Preprocessing known = Preprocessing.of(entry.preprocessing());
    return own.isBuiltLike(its)
        ? Optional.of(known)
        : own.preprocessingLike(its, known).or(own::ofItself);
  }

  private static boolean hasBatchNorm(Plan plan) {
    return plan.layers().stream().anyMatch(BatchNorm.class::isInstance);
  }

  /** What the model calls the layers of the base, as far as it has them. */
  private static Map<String, String> names(
      Plan known, Front its, Plan own, Front front, Plan model) {
    PlanStructure structure = new PlanStructure();
    Map<Integer, String> byNumber = new HashMap<>();
    structure
        .of(own.layers(), front.end())
        .forEach(
            (layer, number) -> {
              if (model.find(layer).isPresent()) {
                byNumber.putIfAbsent(number, layer);
              }
            });
    Map<String, String> names = new HashMap<>();
    structure
        .of(known.layers(), its.end())
        .forEach((layer, number) -> names.put(layer, byNumber.get(number)));
    return names;
  }
}

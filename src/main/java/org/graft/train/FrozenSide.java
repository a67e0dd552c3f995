package org.graft.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.graft.engine.Precision;
import org.graft.engine.selection.EngineChoice;
import org.graft.engine.selection.EngineSettings;
import org.graft.feature.Extraction;
import org.graft.feature.FeatureExtractor;
import org.graft.feature.Features;
import org.graft.feature.RowSpace;
import org.graft.image.LabelledImage;
import org.graft.image.Reading;
import org.graft.image.Variant;
import org.graft.plan.Model;
import org.graft.plan.Parity;
import org.graft.plan.SplitModel;
import org.jspecify.annotations.Nullable;

/**
 * The part of a base that a run leaves as it is, run once over images: as far as the boundary where
 * fine-tuning begins, and on from there, with the weights that the base came with, to the features
 * of the first phase.
 */
final class FrozenSide implements AutoCloseable {
  private final FeatureExtractor extractor;
  private final EngineSettings settings;
  private final RowSpace space;
  private final Optional<TailRunner> rest;

  /**
   * @param features takes pixels as {@code reading} delivers them and ends in what a head reads,
   *     one row an image
   * @param from the first layer that fine-tuning changes, if there is to be any
   */
  FrozenSide(Model features, Optional<String> from, Reading reading, Extraction extraction) {
    Optional<SplitModel> split = from.map(layer -> SplitModel.before(features, layer));
    Model frozen = split.map(SplitModel::frozen).orElse(features);
    this.settings = extraction.selector().settings();
    this.space = extraction.space();
    this.extractor = new FeatureExtractor(frozen, reading, extraction);
    this.rest = split.map(s -> TailRunner.of(s.tail(), extraction.selector()));
  }

  /**
   * What the frozen side makes of some images.
   *
   * @param entering what enters the tail that is fine-tuned; the features where nothing is
   * @param features {@code [n, width]}, what enters the head
   */
  record Activations(Features entering, Features features) {
    /** Some of the rows of both. */
    Activations rows(int... chosen) {
      return new Activations(entering.rows(chosen), features.rows(chosen));
    }
  }

  /** Runs over every variant of every image, those of the first variant first. */
  Activations run(
      List<LabelledImage> images,
      List<Variant> variants,
      FeatureExtractor.ExtractionProgress progress) {
    List<Features> parts = new ArrayList<>();
    int of = images.size() * variants.size();
    for (Variant variant : variants) {
      int before = parts.size() * images.size();
      parts.add(
          extractor.extract(
              images, variant, variants.size(), (n, all) -> progress.done(before + n, of)));
    }
    Features entering = Features.joined(parts);
    return new Activations(entering, rest.map(tail -> tail.run(entering, space)).orElse(entering));
  }

  /** Whether it ran at all, rather than that all was kept. */
  boolean ran() {
    return extractor.ran();
  }

  /**
   * What ran, or whose features were kept.
   *
   * @param engine {@code null} if there were no images
   * @param device {@code null} for the processor
   * @param parity of its first features and SameDiff's in float32, {@code null} if not compared
   */
  record Computed(
      @Nullable String engine,
      String precision,
      @Nullable String device,
      @Nullable Parity parity) {}

  Computed computed() {
    Precision asked = settings.precision();
    return new Computed(
        extractor.engine().map(EngineChoice::toString).orElse(null),
        extractor.engine().map(e -> e.orFloat32(asked)).orElse(Precision.FLOAT32).toString(),
        settings.otherDevice().orElse(null),
        extractor.parity().orElse(null));
  }

  @Override
  public void close() {
    extractor.close();
    rest.ifPresent(TailRunner::close);
  }
}

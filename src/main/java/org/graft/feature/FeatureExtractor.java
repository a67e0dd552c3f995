package org.graft.feature;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft.engine.EngineChoice;
import org.graft.engine.EngineSettings;
import org.graft.engine.Parity;
import org.graft.engine.selection.EngineSelector;
import org.graft.engine.selection.PrecisionAdvice;
import org.graft.engine.selection.SelectedEngine;
import org.graft.graph.Threads;
import org.graft.image.ImageBatch;
import org.graft.image.ImageBatches;
import org.graft.image.ImageDigests;
import org.graft.image.LabelledImage;
import org.graft.image.Reading;
import org.graft.image.Resize;
import org.graft.image.Variant;
import org.graft.plan.Model;
import org.graft.plan.Tensor;

/**
 * Runs a network over images in inference mode, batch by batch, and each image once: what the cache
 * knows is not computed again. Holds native memory until it is closed.
 */
public final class FeatureExtractor implements AutoCloseable {
  /** Values of a batch at most: 8 images of 224 px. More cost memory and gain little. */
  private static final int BATCH_VALUES = 8 * 224 * 224 * 3;

  private static final int MOST_IMAGES = 64;

  /** Images that engines are measured and compared on. */
  private static final int PROBE = 8;

  private static final double MEASURED_SECONDS = 4;

  private final Model model;
  private final Reading reading;
  private final EngineSelector selector;
  private final Optional<CachedFeatures> cached;
  private Optional<EngineChoice> settled = Optional.empty();
  private final PrecisionAdvice advice = new PrecisionAdvice();
  private SelectedEngine engine;
  private Optional<Parity> known = Optional.empty();

  /** Runs by SameDiff and keeps nothing. */
  public FeatureExtractor(Model model, Reading reading) {
    this(model, reading, Extraction.PLAIN);
  }

  /**
   * A model that takes pixels as {@code reading} delivers them and gives one row an image. It runs
   * with BatchNorm folded. Its weights are read when the first image has to be computed.
   */
  public FeatureExtractor(Model model, Reading reading, Extraction how) {
    this.model = model;
    this.reading = reading;
    this.selector = how.selector();
    this.cached =
        how.cache()
            .map(
                cache ->
                    new CachedFeatures(
                        cache, how.base(), model, reading, selector.settings().precision()));
  }

  /** Told at the start and after every batch how many images are done, of how many. */
  @FunctionalInterface
  public interface Progress {
    void done(int images, int of);
  }

  /**
   * The model's output for each image that can be read.
   *
   * @throws org.graft.failure.InputException if none can
   * @throws org.graft.failure.WorkFailedException if an output is not finite, or engines disagree
   */
  public Features extract(List<LabelledImage> images, Progress progress) {
    return extract(images, reading.variant(), progress);
  }

  /** The same for another variant of each image. */
  public Features extract(List<LabelledImage> images, Variant variant, Progress progress) {
    FeatureRows rows = new FeatureRows(images);
    List<String> digests =
        cached.isPresent() ? ImageDigests.of(images, reading.of(variant)) : List.of();
    cached.flatMap(r -> r.fill(rows, digests, engines())).ifPresent(e -> settled = Optional.of(e));
    progress.done(rows.count(), images.size());
    if (rows.count() < images.size()) {
      compute(images, variant, rows, digests, progress);
    } else if (engine == null) {
      known = selector.known(model, Math.min(batchSize(), images.size()));
    }
    return rows.features();
  }

  /**
   * How many images a second the engine runs, nothing else counted: the first batch again and again
   * for a few seconds.
   */
  public double measure(List<LabelledImage> images) {
    Threads.begin();
    try (ImageBatches batches = reading.batches(images, batchSize())) {
      ImageBatch batch = batches.next();
      run(batch, images.size());
      long begin = System.nanoTime();
      double seconds = 0;
      int runs = 0;
      while (seconds < MEASURED_SECONDS) {
        run(batch, images.size());
        runs++;
        seconds = (System.nanoTime() - begin) / 1e9;
      }
      return runs * batch.size() / seconds;
    }
  }

  /**
   * What the engine's first outputs and SameDiff's in float32 are apart, if they were compared, now
   * or when the features were computed.
   */
  public Optional<Parity> parity() {
    return engine == null ? known : engine.parity();
  }

  /** The engine that ran, or whose features were kept; empty before the first image. */
  public Optional<EngineChoice> engine() {
    return settled;
  }

  /** Whether an engine ran, rather than that all features were kept. */
  public boolean ran() {
    return engine != null;
  }

  @Override
  public void close() {
    if (engine != null) {
      engine.close();
      advice
          .line(engine.choice(), selector.settings().precision(), model)
          .ifPresent(selector.warnings());
    }
  }

  private List<EngineChoice> engines() {
    EngineSettings settings = selector.settings();
    return settled.map(List::of).orElse(settings.engine().engines(settings.precision()));
  }

  private void compute(
      List<LabelledImage> images,
      Variant variant,
      FeatureRows rows,
      List<String> digests,
      Progress progress) {
    Threads.begin();
    Iterator<Integer> places = rows.missing().iterator();
    List<LabelledImage> open = rows.missing().stream().map(images::get).toList();
    try (ImageBatches batches = reading.of(variant).batches(open, batchSize())) {
      while (batches.hasNext()) {
        ImageBatch batch = batches.next();
        float[] values = run(batch, open.size());
        int width = values.length / batch.size();
        for (int i = 0; i < batch.size(); i++) {
          float[] row = Arrays.copyOfRange(values, i * width, (i + 1) * width);
          int place = next(places, images, batch.files().get(i));
          rows.put(place, row);
          cached.ifPresent(r -> r.keep(engine.choice(), digests.get(place), row));
        }
        progress.done(rows.count(), images.size());
      }
    }
    cached.ifPresent(r -> settled.ifPresent(r::flush));
  }

  /** The place of the next image that could be read; those before it could not. */
  private static int next(Iterator<Integer> places, List<LabelledImage> images, Path file) {
    int place = places.next();
    while (!images.get(place).file().equals(file)) {
      place = places.next();
    }
    return place;
  }

  private float[] run(ImageBatch batch, int images) {
    Tensor pixels = pixels(batch);
    String input = model.plan().input().name();
    if (engine == null) {
      Tensor probe = pixels.part(0, Math.min(PROBE, batch.size()));
      int atOnce = Math.min(batchSize(), images);
      engine =
          selector(settled)
              .select(new EngineSelector.Work(model, Map.of(input, probe), atOnce, images));
      settled = Optional.of(engine.choice());
    }
    Map<String, Tensor> inputs = Map.of(input, pixels);
    long begin = System.nanoTime();
    Tensor output = engine.run(inputs);
    advice.ran(inputs, (System.nanoTime() - begin) / 1e9);
    return FeatureRows.finite(output, model.plan().output().name()).values();
  }

  /** Features of several engines are not mixed. */
  private EngineSelector selector(Optional<EngineChoice> known) {
    return known.map(selector::only).orElse(selector);
  }

  private Tensor pixels(ImageBatch batch) {
    Resize resize = reading.resize();
    return new Tensor(batch.pixels(), batch.size(), resize.height(), resize.width(), 3);
  }

  private int batchSize() {
    int most = Math.min(MOST_IMAGES, BATCH_VALUES / reading.resize().values());
    return Math.max(1, most - most % 2);
  }
}

package org.graft.feature;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.function.Consumer;
import org.graft.engine.selection.EngineChoice;
import org.graft.engine.selection.EngineSelector;
import org.graft.engine.selection.Engines;
import org.graft.engine.selection.PrecisionAdvice;
import org.graft.engine.selection.SelectedEngine;
import org.graft.failure.InputException;
import org.graft.feature.cache.CacheKey;
import org.graft.graph.Threads;
import org.graft.image.DecodedImages;
import org.graft.image.ImageBatch;
import org.graft.image.ImageBatches;
import org.graft.image.ImageDigests;
import org.graft.image.ImageList;
import org.graft.image.LabelledImage;
import org.graft.image.Reading;
import org.graft.image.Resize;
import org.graft.image.Variant;
import org.graft.plan.Model;
import org.graft.plan.ModelDigest;
import org.graft.plan.Parity;
import org.graft.plan.Tensor;
import org.jspecify.annotations.Nullable;

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

  /** Images of a part that is handed on, and values of all of them, at most. */
  private static final int MOST_PART = 4096;

  private static final int MOST_PART_VALUES = 1 << 24;

  private final Model model;
  private final Reading reading;
  private final Extraction how;
  private final EngineSelector selector;
  private final Optional<CachedFeatures> cached;
  private @Nullable CacheKey key;
  private Optional<EngineChoice> settled = Optional.empty();
  private final PrecisionAdvice advice = new PrecisionAdvice();
  private @Nullable SelectedEngine engine;
  private Optional<Parity> parity = Optional.empty();

  /**
   * A model that takes pixels as {@code reading} delivers them and gives one row an image. It runs
   * with BatchNorm folded. Its weights are read when the first image has to be computed.
   */
  public FeatureExtractor(Model model, Reading reading, Extraction how) {
    this.model = model;
    this.reading = reading;
    this.how = how;
    this.selector = how.selector();
    this.cached = how.cache().map(cache -> new CachedFeatures(cache, key(), selector.settings()));
  }

  /** Told at the start and after every batch how many images are done, of how many. */
  @FunctionalInterface
  public interface ExtractionProgress {
    void done(int images, int of);
  }

  /**
   * The model's output for each image that can be read.
   *
   * @throws org.graft.failure.InputException if none can
   * @throws org.graft.failure.WorkFailedException if an output is not finite, or engines disagree
   */
  public Features extract(List<LabelledImage> images, ExtractionProgress progress) {
    return extract(images, reading.variant(), 1, progress);
  }

  /**
   * The same for another variant of each image.
   *
   * @param lists how many lists of features like this one are in memory at once
   */
  public Features extract(
      List<LabelledImage> images, Variant variant, int lists, ExtractionProgress progress) {
    FeatureRows rows =
        new FeatureRows(images, how.space().atMost(how.space().mostInMemory() / lists));
    fill(rows, variant, images.size(), progress);
    flush();
    return rows.features();
  }

  /**
   * Hands on the model's output part by part, a few images at first and more later, so that it can
   * be used while the rest is computed and takes the memory of one part.
   *
   * @throws org.graft.failure.InputException if no image can be read
   * @throws org.graft.failure.WorkFailedException as {@link #extract(List, Progress)}
   */
  public void each(List<LabelledImage> images, Consumer<Features> to, ExtractionProgress progress) {
    int most = Math.max(batchSize(), Math.min(MOST_PART, MOST_PART_VALUES / width()));
    int size = batchSize();
    int taken = 0;
    for (int from = 0; from < images.size(); from += size) {
      int begin = from;
      size = begin == 0 ? size : Math.min(most, 2 * size);
      List<LabelledImage> part = images.subList(from, Math.min(images.size(), from + size));
      FeatureRows rows = new FeatureRows(part, RowSpace.USUAL);
      ExtractionProgress told = (done, of) -> progress.done(begin + done, images.size());
      fill(rows, reading.variant(), images.size() - from, told);
      taken += rows.count();
      if (rows.count() > 0) {
        to.accept(rows.features());
      }
    }
    flush();
    if (taken == 0) {
      throw new InputException("none of " + images.size() + " images could be read");
    }
  }

  /**
   * @param left how many images are still to come, these among them
   */
  private void fill(FeatureRows rows, Variant variant, int left, ExtractionProgress progress) {
    List<LabelledImage> images = rows.images();
    Optional<FeatureFolder> given = FeatureFolder.of(images);
    if (given.isPresent()) {
      take(given.get(), rows, variant);
      progress.done(rows.count(), images.size());
      return;
    }
    List<String> digests =
        cached.isPresent() || how.digests().decoded().hasAny(reading.resize())
            ? ImageDigests.of(images, reading.of(variant), how.digests())
            : List.of();
    cached.flatMap(r -> r.fill(rows, digests, engines())).ifPresent(e -> settled = Optional.of(e));
    progress.done(rows.count(), images.size());
    if (rows.count() < images.size()) {
      EngineChoice likely = settled.orElse(engines().get(0));
      int expected = rows.count() == 0 ? left : images.size() - rows.count();
      cached.ifPresent(r -> r.expect(likely, expected, width()));
      compute(rows, variant, digests, left, progress);
    } else if (engine == null) {
      parity = selector.known(model, Math.min(batchSize(), left));
    }
  }

  /** Features of images that are not here. */
  private void take(FeatureFolder given, FeatureRows rows, Variant variant) {
    EngineChoice made = given.origin().engine();
    given.fill(rows, variant, origin(made, given.origin().preprocessing()));
    settled = Optional.of(made);
  }

  /**
   * What the features are made by.
   *
   * @param engine that runs the network
   * @param preprocessing name of what the network begins with
   */
  private FeatureOrigin origin(EngineChoice engine, String preprocessing) {
    return new FeatureOrigin(
        key().by(Engines.version(engine, selector.settings())),
        reading.resize().exif(),
        preprocessing,
        engine,
        engine.orFloat32(selector.settings().precision()));
  }

  /** What features of images depend on besides the image, whichever engine makes them. */
  private CacheKey key() {
    if (key == null) {
      key =
          new CacheKey(
              CacheKey.FORMAT,
              how.base(),
              ModelDigest.of(model),
              model.plan().output().name(),
              reading.resize().height(),
              reading.resize().width(),
              reading.resize().interpolation().toString(),
              "");
    }
    return key;
  }

  /** The same once they are made. */
  public FeatureOrigin origin(String preprocessing) {
    return origin(settled.orElseThrow(), preprocessing);
  }

  private void flush() {
    how.digests().keep();
    cached.ifPresent(r -> settled.ifPresent(r::flush));
  }

  /** Values of an image's row. */
  private int width() {
    return model.plan().outputShape().size();
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
    return engine == null ? parity : engine.parity();
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
    how.digests().decoded().clear();
    if (engine != null) {
      engine.close();
      advice
          .line(engine.choice(), selector.settings().precision(), model)
          .ifPresent(selector.warnings());
    }
  }

  private List<EngineChoice> engines() {
    return settled.map(List::of).orElseGet(() -> Engines.of(selector.settings()));
  }

  private void compute(
      FeatureRows rows,
      Variant variant,
      List<String> digests,
      int left,
      ExtractionProgress progress) {
    Threads.begin();
    List<LabelledImage> images = rows.images();
    int[] missing = rows.missing();
    List<LabelledImage> open = ImageList.of(Arrays.stream(missing).mapToObj(images::get));
    PrimitiveIterator.OfInt places = Arrays.stream(missing).iterator();
    ImageBatches.Held held = held(missing, variant, digests);
    try (ImageBatches batches = reading.of(variant).batches(open, batchSize(), held)) {
      while (batches.hasNext()) {
        ImageBatch batch = batches.next();
        float[] values = run(batch, left - (images.size() - open.size()));
        int width = values.length / batch.size();
        for (int i = 0; i < batch.size(); i++) {
          float[] row = Arrays.copyOfRange(values, i * width, (i + 1) * width);
          int place = next(places, images, batch.files().get(i));
          rows.put(place, row);
          cached.ifPresent(r -> r.keep(settled.orElseThrow(), digests.get(place), row));
        }
        progress.done(rows.count(), images.size());
      }
    }
  }

  /** Images that were decoded before, in another form or as another variant none. */
  private ImageBatches.Held held(int[] places, Variant variant, List<String> digests) {
    DecodedImages decoded = how.digests().decoded();
    if (!variant.isOriginal() || !decoded.hasAny(reading.resize())) {
      return place -> Optional.empty();
    }
    return place -> decoded.get(digests.get(places[place]), reading.resize());
  }

  /** The place of the next image that could be read; those before it could not. */
  private static int next(PrimitiveIterator.OfInt places, List<LabelledImage> images, Path file) {
    int place = places.nextInt();
    while (!images.get(place).file().equals(file)) {
      place = places.nextInt();
    }
    return place;
  }

  /** Features of several engines are not mixed: the one that has made some makes the others. */
  private float[] run(ImageBatch batch, int images) {
    Tensor pixels = pixels(batch);
    String input = model.plan().input().name();
    if (engine == null) {
      Tensor probe = pixels.part(0, Math.min(PROBE, batch.size()));
      int atOnce = Math.min(batchSize(), images);
      engine =
          settled
              .map(selector::only)
              .orElse(selector)
              .select(new EngineSelector.FrozenWork(model, Map.of(input, probe), atOnce, images));
      settled = Optional.of(engine.choice());
    }
    Map<String, Tensor> inputs = Map.of(input, pixels);
    long begin = System.nanoTime();
    Tensor output = engine.run(inputs);
    advice.ran(inputs, (System.nanoTime() - begin) / 1e9);
    return FeatureRows.finite(output, model.plan().output().name()).values();
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

package org.graft.train;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.graft.base.Base;
import org.graft.base.BaseRecord;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.graft.feature.Extraction;
import org.graft.feature.Features;
import org.graft.graph.Threads;
import org.graft.image.Augmentation;
import org.graft.image.LabelledImage;
import org.graft.image.Reading;
import org.graft.image.Variant;
import org.graft.plan.Model;
import org.graft.provenance.Version;
import org.jspecify.annotations.Nullable;

/**
 * Grafts a head on a base and trains it: the frozen base runs once over every image, the head on
 * what it gives.
 */
public final class Trainer {
  private final Clock clock;
  private final TrainListener listener;
  private final Extraction extraction;

  /** Trains on what {@code extraction} makes of the images. */
  public Trainer(Clock clock, TrainListener listener, Extraction extraction) {
    this.clock = clock;
    this.listener = listener;
    this.extraction = extraction;
  }

  /** Trains and tests; nothing is written. */
  public Run train(Base base, TrainRequest request) {
    Instant started = clock.instant();
    String id = RunFolder.id(started, base.facts().name(), request.recipe().name());
    return train(base, request, id, started, Checkpointer.NONE);
  }

  /** Trains and tests under a name, and from where {@code progress} left off, if it was begun. */
  public Run train(
      Base base, TrainRequest asked, String id, Instant started, Checkpointer progress) {
    long begin = System.nanoTime();
    Threads.begin();
    TrainRequest request = asked.settled(base);
    AtomicInteger skipped = new AtomicInteger();
    Reading reading = reading(request, skipped);
    Calibrating calibrating = new Calibrating(request);
    Fitting fitting = new Fitting(request, trunk(base, request));
    FrozenSide.Activations train;
    FrozenSide.Activations test;
    FrozenSide.Computed computed;
    boolean ranBase;
    try (FrozenSide frozen =
        new FrozenSide(
            fitting.features(), request.fineTune().map(FineTune::from), reading, extraction)) {
      train = run(frozen, "train", request.data().learned(), request.variants());
      test =
          request.data().test().isEmpty()
              ? train.rows(range(train.features().count() / request.variants().size()))
              : run(frozen, "test", request.data().test(), List.of(Variant.ORIGINAL));
      requireEveryLabel(Task.of(request.data()), train.features());
      computed = frozen.computed();
      ranBase = frozen.ran();
    }

    List<Evaluation> parts =
        calibrating.folds() == 0
            ? List.of()
            : fitting.crossValidate(train, calibrating.folds(), listener);
    Optional<FrozenSide.Activations> tracked = Optional.of(test).filter(t -> request.trackTest());
    TrainingPhases training = fitting.training(progress, listener);
    Calibrating.Ended ended =
        calibrating.end(fitting, fitting.fit(train, tracked, training), train, test, parts);
    double seconds = (System.nanoTime() - begin) / 1e9;
    @Nullable CrossValidation folds = parts.isEmpty() ? null : CrossValidation.ofParts(parts);
    Outcome outcome = new Outcome(train.features(), computed, folds, ended, skipped.get(), seconds);
    RunRecord record = record(base.facts(), request, id, started, outcome);
    return new Run(record, ended.model(), training.metrics(), ended.evaluation(), ranBase);
  }

  private static int[] range(int count) {
    return IntStream.range(0, count).toArray();
  }

  /** A label of which no image could be read would be in the model and never be its answer. */
  private static void requireEveryLabel(Task task, Features train) {
    if (!task.isCounted()) {
      return;
    }
    List<String> labels = task.labels();
    Set<Integer> seen = new HashSet<>();
    Arrays.stream(train.labels()).distinct().forEach(own -> seen.addAll(task.labelsOf(own)));
    List<String> missing =
        IntStream.range(0, labels.size())
            .filter(label -> !seen.contains(label))
            .mapToObj(label -> "'" + labels.get(label) + "'")
            .toList();
    if (!missing.isEmpty()) {
      throw new InputException(
          "no image to train on can be read of class %s: add some or remove it"
              .formatted(String.join(", ", missing)));
    }
  }

  private Reading reading(TrainRequest request, AtomicInteger skipped) {
    return new Reading(
        request.resize(),
        request.strict(),
        image -> {
          skipped.incrementAndGet();
          listener.skipped(image);
        });
  }

  /** The base up to its features, taking pixels 0..255 of the request's size. */
  private static Model trunk(Base base, TrainRequest request) {
    Model features = base.features();
    requireMaps(features, request.size());
    return request.preprocessing().prependTo(features, request.size());
  }

  /** An empty map has no mean, and native code is not to be asked for one. */
  private static void requireMaps(Model features, int size) {
    features
        .plan()
        .firstEmptyLayer(features.plan().square(size))
        .ifPresent(
            layer -> {
              throw new WorkFailedException(
                  ("at %d px the map of layer %s is empty, so that the features are not numbers and"
                          + " no head can learn from them; a greater %s helps")
                      .formatted(size, layer, Hint.SIZE));
            });
  }

  private FrozenSide.Activations run(
      FrozenSide frozen, String part, List<LabelledImage> images, List<Variant> variants) {
    return frozen.run(images, variants, (done, of) -> listener.features(part, done, of));
  }

  private static RunRecord record(
      BaseRecord base, TrainRequest request, String id, Instant started, Outcome outcome) {
    Features train = outcome.train();
    Evaluation evaluation = outcome.ended().evaluation();
    FrozenSide.Computed computed = outcome.computed();
    int learned = train.count() / request.variants().size();
    Set<Path> heldOut = request.sampling().heldOut();
    boolean tested = !request.data().test().isEmpty();
    int validation = (int) train.files().stream().limit(learned).filter(heldOut::contains).count();
    return new RunRecord(
        RunRecord.FORMAT,
        id,
        base.name(),
        base.origin(),
        base.featureLayer(),
        base.licence(),
        request.dataName(),
        request.data().labels(),
        request.size(),
        request.interpolation(),
        request.exif(),
        request.preprocessing(),
        request.choice().orElse(null),
        request.recipe(),
        request.fineTune().orElse(null),
        request.validation(),
        request.seed(),
        tested ? learned + evaluation.images() : learned,
        learned - validation,
        validation,
        tested ? evaluation.images() : 0,
        outcome.skipped(),
        request.data().leftOut().andUnreadable(outcome.skipped()),
        tested && evaluation.task().isCounted() ? evaluation.accuracy() : null,
        tested && evaluation.task().isCounted() ? evaluation.baseRate() : null,
        outcome.seconds(),
        started.truncatedTo(ChronoUnit.SECONDS).toString(),
        Version.current(),
        request.augmentation().map(Augmentation::toString).orElse(null),
        outcome.folds(),
        computed.engine(),
        computed.precision(),
        computed.device(),
        computed.parity(),
        Asked.of(evaluation).orElse(null),
        outcome.ended().calibrated());
  }

  /** What came of a training: of which features, computed by what, in how many seconds. */
  private record Outcome(
      Features train,
      FrozenSide.Computed computed,
      @Nullable CrossValidation folds,
      Calibrating.Ended ended,
      int skipped,
      double seconds) {}
}

package org.graft.train;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.graft.base.Base;
import org.graft.base.BaseRecord;
import org.graft.feature.FeatureExtractor;
import org.graft.feature.Features;
import org.graft.head.Head;
import org.graft.head.HeadWeights;
import org.graft.image.LabelledImage;
import org.graft.image.Reading;
import org.graft.image.Resize;
import org.graft.plan.Model;
import org.graft.plan.Shape;
import org.graft.plan.Weights;
import org.graft.provenance.Version;

/**
 * Grafts a head on a base and trains it: the frozen base runs once over every image, the head on
 * what it gives.
 */
public final class Trainer {
  private final Clock clock;
  private final TrainListener listener;

  public Trainer(Clock clock, TrainListener listener) {
    this.clock = clock;
    this.listener = listener;
  }

  /** Trains and tests; nothing is written. */
  public Run train(Base base, TrainRequest request) {
    Instant started = clock.instant();
    long begin = System.nanoTime();
    AtomicInteger skipped = new AtomicInteger();
    Reading reading = reading(request, skipped);
    Model frozen = frozen(base, request);
    FeatureExtractor extractor = new FeatureExtractor(Head.pooled(frozen), reading);
    Features train = extract(extractor, "train", request.data().train());
    Features test = extract(extractor, "test", request.data().test());

    Recipe recipe = request.recipe();
    Head head =
        new Head(
            request.data().labels().size(), Recipe.UNITS, Recipe.DROPOUT, recipe.standardized());
    List<EpochMetrics> metrics = new ArrayList<>();
    Weights weights = trainHead(head, recipe, train, request.seed(), metrics);
    Evaluation evaluation = evaluate(head, weights, request.data().labels(), test);
    double seconds = (System.nanoTime() - begin) / 1e9;
    RunRecord record =
        record(base.facts(), request, train, evaluation, skipped.get(), seconds, started);
    return new Run(record, head.graftedOn(frozen, weights), metrics, evaluation);
  }

  private Reading reading(TrainRequest request, AtomicInteger skipped) {
    Resize resize = new Resize(request.size(), request.size(), request.interpolation());
    return new Reading(
        resize,
        request.strict(),
        image -> {
          skipped.incrementAndGet();
          listener.skipped(image);
        });
  }

  /** The base up to its features, taking pixels 0..255 of the request's size. */
  private static Model frozen(Base base, TrainRequest request) {
    base.requireSize(request.size());
    Model features = base.features();
    return request
        .preprocessing()
        .before(features)
        .forImages(Shape.square(request.size(), features.plan().input().shape().channels()));
  }

  private Features extract(FeatureExtractor extractor, String part, List<LabelledImage> images) {
    return extractor.extract(images, (done, of) -> listener.features(part, done, of));
  }

  private Weights trainHead(
      Head head, Recipe recipe, Features train, long seed, List<EpochMetrics> metrics) {
    SplittableRandom random = new SplittableRandom(seed);
    Weights initial = HeadWeights.initial(head, train.values(), random.split());
    Model start = head.alone(train.width(), initial);
    return new HeadTrainer(head, recipe, start, random.split())
        .train(
            train,
            (epoch, loss, accuracy) -> {
              EpochMetrics epochMetrics = new EpochMetrics(epoch, loss, accuracy);
              metrics.add(epochMetrics);
              listener.epoch(epochMetrics, recipe.schedule().epochs());
            });
  }

  private static Evaluation evaluate(
      Head head, Weights weights, List<String> labels, Features test) {
    Model alone = head.alone(test.width(), weights);
    return Evaluation.of(labels, HeadRunner.run(alone, test));
  }

  private static RunRecord record(
      BaseRecord base,
      TrainRequest request,
      Features train,
      Evaluation evaluation,
      int skipped,
      double seconds,
      Instant started) {
    return new RunRecord(
        RunRecord.FORMAT,
        RunFolder.id(started, base.name(), request.recipe().name()),
        base.name(),
        base.origin(),
        base.featureLayer(),
        base.licence(),
        String.valueOf(request.folder().toAbsolutePath().normalize().getFileName()),
        request.data().labels(),
        request.size(),
        request.interpolation(),
        request.preprocessing(),
        request.recipe(),
        request.seed(),
        train.count() + evaluation.images(),
        train.count(),
        evaluation.images(),
        skipped,
        evaluation.accuracy(),
        evaluation.baseRate(),
        seconds,
        started.truncatedTo(ChronoUnit.SECONDS).toString(),
        Version.current());
  }
}

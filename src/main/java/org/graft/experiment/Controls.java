package org.graft.experiment;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.graft.base.Base;
import org.graft.feature.Extraction;
import org.graft.feature.FeatureExtractor;
import org.graft.feature.Features;
import org.graft.image.LabelledImage;
import org.graft.image.Reading;
import org.graft.train.Evaluation;
import org.graft.train.Task;
import org.graft.train.TrainRequest;

/**
 * Measures what a base's rows must be held against: the probe on the features that their heads
 * read, and the probe again on labels dealt out at random, the features being computed once.
 */
public final class Controls {
  /** The fewest deals whose range is a 95 % interval, by {@link Control#ofPermuted}. */
  private static final int DEALS = 6;

  private Controls() {}

  /**
   * The probe and its permuted labels.
   *
   * @param request whose images, size and preprocessing count, and whose seed deals
   * @throws org.graft.failure.WorkFailedException if the features are not finite
   */
  public static List<Control> of(Base base, TrainRequest request, Extraction extraction) {
    Reading reading = new Reading(request.resize(), request.strict(), skipped -> {});
    try (FeatureExtractor extractor =
        new FeatureExtractor(LinearProbe.trunk(base, request), reading, extraction)) {
      Features train = features(extractor, request.data().train());
      Features test = features(extractor, request.data().test());
      Task task = Task.of(request.data());
      String name = base.facts().name();
      return List.of(
          Control.ofProbe(name, LinearProbe.test(task, train, test)),
          Control.ofPermuted(name, dealt(task, train, test, request.seed())));
    }
  }

  private static Features features(FeatureExtractor extractor, List<LabelledImage> images) {
    return extractor.extract(images, (done, of) -> {});
  }

  /**
   * The probe, roughly solved, after each of several deals, which are independent of one another.
   */
  static List<Evaluation> dealt(Task task, Features train, Features test, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Stream.generate(() -> LinearProbe.roughly(task, Permuted.of(train, random), test))
        .limit(DEALS)
        .toList();
  }
}

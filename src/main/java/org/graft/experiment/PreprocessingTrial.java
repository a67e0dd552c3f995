package org.graft.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.graft.base.Base;
import org.graft.failure.Hint;
import org.graft.failure.WorkFailedException;
import org.graft.feature.Extraction;
import org.graft.feature.FeatureExtractor;
import org.graft.feature.Features;
import org.graft.image.LabelledImage;
import org.graft.image.Reading;
import org.graft.plan.Model;
import org.graft.plan.Preprocessing;
import org.graft.train.Evaluation;
import org.graft.train.PreprocessingChoice;
import org.graft.train.Task;
import org.graft.train.TrainRequest;

/**
 * Finds the preprocessing of a base that nobody knows it of, as the doctor does: the optimiser-free
 * probe is tried on some of the images to learn from, each third in turn held out, under every
 * usual preprocessing. The test images have no say, and the seed decides which images are tried.
 */
public final class PreprocessingTrial {
  /** Those that networks were trained with; of equal ones the first is taken. */
  private static final List<Preprocessing> CANDIDATES =
      List.of(
          Preprocessing.TF,
          Preprocessing.CAFFE,
          Preprocessing.TORCH,
          Preprocessing.UNIT,
          Preprocessing.RAW);

  private static final int MOST_OF_A_CLASS = 40;
  private static final int MOST = 240;

  /** Each of three parts must hold an image of a class. */
  private static final int LEAST_OF_A_CLASS = 3;

  private static final String OTHERWISE = "; " + Hint.PREPARATION + " takes another";

  private final Base base;
  private final TrainRequest request;
  private final Extraction extraction;

  private PreprocessingTrial(Base base, TrainRequest request, Extraction extraction) {
    this.base = base;
    this.request = request;
    this.extraction = extraction;
  }

  /**
   * The request with the preprocessing that serves best, and how it was found.
   *
   * @param told what is going on
   */
  public static TrainRequest settled(
      Base base, TrainRequest request, Extraction extraction, Consumer<String> told) {
    return new PreprocessingTrial(base, request, extraction).settled(told);
  }

  private TrainRequest settled(Consumer<String> told) {
    List<LabelledImage> sample = sample();
    if (sample.isEmpty()) {
      String reason = "too few images of a class to tell preprocessings apart";
      told.accept(reason + ": took raw" + OTHERWISE);
      return request.withPreprocessing(
          Preprocessing.RAW, new PreprocessingChoice(Map.of(), 0, reason));
    }
    told.accept(
        String.format(
            Locale.ROOT,
            "how the pixels of %s were prepared is unknown: trying %d ways on %d images to learn"
                + " from",
            base.facts().name(),
            CANDIDATES.size(),
            sample.size()));
    Map<Preprocessing, Evaluation> tried = new LinkedHashMap<>();
    CANDIDATES.forEach(c -> probe(c, sample).ifPresent(probe -> tried.put(c, probe)));
    Preprocessing best = best(tried);
    PreprocessingChoice choice = choice(tried, best);
    told.accept(tried.isEmpty() ? choice.reason() : choice.reason() + OTHERWISE);
    return request.withPreprocessing(best, choice);
  }

  /** Images of classes that have enough, as many of each. */
  private List<LabelledImage> sample() {
    List<LabelledImage> train = request.data().train();
    int[] places = IntStream.range(0, train.size()).toArray();
    int[] order = Permuted.of(places, new SplittableRandom(request.seed()));
    List<LabelledImage> shuffled = Arrays.stream(order).mapToObj(train::get).toList();
    int[] groups =
        Task.of(request.data()).strata(shuffled.stream().mapToInt(LabelledImage::label).toArray());
    Map<Integer, List<LabelledImage>> byClass = new LinkedHashMap<>();
    for (int i = 0; i < groups.length; i++) {
      byClass.computeIfAbsent(groups[i], group -> new ArrayList<>()).add(shuffled.get(i));
    }
    byClass.values().removeIf(images -> images.size() < LEAST_OF_A_CLASS);
    if (byClass.size() < 2) {
      return List.of();
    }
    int most = MOST / byClass.size();
    int each = Math.max(LEAST_OF_A_CLASS, Math.min(MOST_OF_A_CLASS, most));
    return byClass.values().stream()
        .limit(MOST / LEAST_OF_A_CLASS)
        .flatMap(images -> images.stream().limit(each))
        .toList();
  }

  /** The probe on held-out images of the sample; nothing where the features are no numbers. */
  private Optional<Evaluation> probe(Preprocessing candidate, List<LabelledImage> sample) {
    Reading reading = new Reading(request.resize(), request.strict(), skipped -> {});
    Model trunk = LinearProbe.trunk(base, request.withPreprocessing(candidate));
    try (FeatureExtractor extractor = new FeatureExtractor(trunk, reading, extraction)) {
      Features features = extractor.extract(sample, (done, of) -> {});
      return Optional.of(LinearProbe.heldOut(Task.of(request.data()), features));
    } catch (WorkFailedException e) {
      return Optional.empty();
    }
  }

  /** The one with the best score; of several, the one that is surest of them. */
  private static Preprocessing best(Map<Preprocessing, Evaluation> tried) {
    return tried.keySet().stream()
        .max(
            Comparator.comparingDouble((Preprocessing p) -> tried.get(p).measures().score())
                .thenComparingDouble(p -> -tried.get(p).loss()))
        .orElse(Preprocessing.RAW);
  }

  private static PreprocessingChoice choice(
      Map<Preprocessing, Evaluation> tried, Preprocessing best) {
    Map<String, Double> accuracies = new LinkedHashMap<>();
    tried.forEach(
        (candidate, probe) -> accuracies.put(candidate.toString(), probe.measures().score()));
    int images = tried.values().stream().mapToInt(Evaluation::images).max().orElse(0);
    String figures =
        accuracies.entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "%s %.3f", e.getKey(), e.getValue()))
            .collect(Collectors.joining(", "));
    return new PreprocessingChoice(
        accuracies,
        images,
        tried.isEmpty()
            ? "the base gives no numbers whatever its pixels are"
            : "took preprocessing %s: on %d held-out images to learn from the probe gets %s"
                .formatted(best, images, figures));
  }
}

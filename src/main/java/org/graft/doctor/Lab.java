package org.graft.doctor;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.graft.base.Base;
import org.graft.experiment.LinearProbe;
import org.graft.failure.WorkFailedException;
import org.graft.feature.Extraction;
import org.graft.feature.FeatureExtractor;
import org.graft.feature.Features;
import org.graft.image.Dataset;
import org.graft.image.LabelledImage;
import org.graft.image.Reading;
import org.graft.plan.FoldBatchNorm;
import org.graft.plan.Model;
import org.graft.plan.Preprocessing;
import org.graft.plan.Tensor;
import org.graft.train.Classes;
import org.graft.train.Evaluation;
import org.graft.train.Run;
import org.graft.train.Task;
import org.graft.train.TrainListener;
import org.graft.train.TrainRequest;
import org.graft.train.Trainer;
import org.jspecify.annotations.Nullable;

/** Runs what checks ask for, each experiment once. */
final class Lab {
  /** Images of a class, or another group of like ones, that preprocessings are compared on. */
  private static final int SAMPLE = 12;

  /** One image of so many of a class, or another group of like ones, is held out. */
  private static final int PARTS = 4;

  private final Patient patient;
  private final Base base;
  private final TrainRequest request;
  private final TrainListener listener;
  private final Extraction extraction;
  private final Map<List<Object>, Result> results = new HashMap<>();
  private final Map<Preprocessing, Evaluation> prepared = new EnumMap<>(Preprocessing.class);
  private @Nullable Features features;
  private @Nullable Evaluation probe;
  private @Nullable Lab heldOut;
  private final Map<Preprocessing, Base> recalibrated = new EnumMap<>(Preprocessing.class);

  Lab(Patient patient, TrainListener listener, Extraction extraction) {
    this.patient = patient;
    this.base = patient.base();
    this.request = patient.request();
    this.listener = listener;
    this.extraction = extraction;
  }

  /**
   * What came of a training.
   *
   * @param run empty if the weights did not stay finite
   * @param evaluation of the test images; without a run of NaN, and so for the first class, or of
   *     the mean of the numbers that were learned
   */
  record Result(Optional<Run> run, Evaluation evaluation) {}

  Base base() {
    return base;
  }

  /** What the user ran. */
  TrainRequest request() {
    return request;
  }

  /** Whether the user's head was trained while BatchNorm ran on batches. */
  boolean batchStatistics() {
    return patient.batchStatistics();
  }

  /** What came of it. */
  Result own() {
    return asRun(request);
  }

  /** What comes of another training, with BatchNorm as the user had it. */
  private Result asRun(TrainRequest asked) {
    if (!batchStatistics()) {
      return train(base, asked);
    }
    Optional<Run> run = train(recalibrated(asked), asked).run();
    return new Result(run, trainedOnBatches(asked, asked.data().test(), false));
  }

  /** The base by the statistics of a training's images in place of its moving ones. */
  Base recalibrated(TrainRequest asked) {
    return recalibrated.computeIfAbsent(
        asked.preprocessing(), other -> Recalibration.of(this, asked));
  }

  /**
   * How a head that was trained while BatchNorm ran on batches does, by the statistics of batches
   * or by the moving ones, which inference uses.
   */
  Evaluation trainedOnBatches(TrainRequest asked, List<LabelledImage> images, boolean byBatch) {
    Optional<Run> run = train(recalibrated(asked), asked).run();
    if (run.isEmpty()) {
      return undefined(images);
    }
    Model model = run.get().model();
    Model asTested = byBatch ? model : model.withWeights(base.features().weights());
    return Evaluation.of(task(), extracted(asTested, images));
  }

  /**
   * The optimiser-free probe in place of the user's head: learns and is tested on the same images.
   */
  Evaluation probe() {
    if (probe == null) {
      probe = LinearProbe.test(task(), features(), features(base, request, request.data().test()));
    }
    return probe;
  }

  /** The probe on held-out images of the sample, with pixels prepared so; tried once each. */
  Evaluation probe(Preprocessing preprocessing) {
    return prepared.computeIfAbsent(
        preprocessing, other -> LinearProbe.heldOut(task(), sample(base, other)));
  }

  /** What is asked of the images. */
  Task task() {
    return Task.of(request.data());
  }

  /**
   * The same without the test images: of every four images of a class, or another group of like
   * ones, to learn from, one is kept to tell remedies apart. This lab itself where none has two.
   */
  Lab heldOut() {
    if (heldOut == null) {
      Dataset parted = parted(request.data(), task());
      heldOut =
          parted.test().isEmpty() ? this : new Lab(patient.with(parted), listener, extraction);
    }
    return heldOut;
  }

  private static Dataset parted(Dataset data, Task task) {
    List<LabelledImage> train = data.train();
    int[] places = places(task, train);
    int[] units = data.groups().units(train.stream().map(LabelledImage::file).toList());
    Map<Integer, Boolean> out = new HashMap<>();
    for (int i = 0; i < units.length; i++) {
      out.putIfAbsent(units[i], places[i] % PARTS == 1);
    }
    if (task.isCounted()) {
      keepEveryLabel(task, train, units, out);
    }
    return new Dataset(
        data.labels(),
        side(train, units, out, false),
        data.validation(),
        side(train, units, out, true),
        data.leftOut(),
        data.targets(),
        data.groups());
  }

  /** Takes back what the last images of a label were held out with. */
  private static void keepEveryLabel(
      Task task, List<LabelledImage> train, int[] units, Map<Integer, Boolean> out) {
    Set<Integer> kept = new HashSet<>();
    for (LabelledImage image : side(train, units, out, false)) {
      kept.addAll(task.labelsOf(image.label()));
    }
    for (int i = 0; i < units.length; i++) {
      if (out.get(units[i]) && !kept.containsAll(task.labelsOf(train.get(i).label()))) {
        out.put(units[i], false);
        kept.addAll(task.labelsOf(train.get(i).label()));
      }
    }
  }

  private static List<LabelledImage> side(
      List<LabelledImage> images, int[] units, Map<Integer, Boolean> out, boolean wanted) {
    return IntStream.range(0, units.length)
        .filter(i -> out.get(units[i]) == wanted)
        .mapToObj(images::get)
        .toList();
  }

  private static int[] places(Task task, List<LabelledImage> images) {
    return task.places(images.stream().mapToInt(LabelledImage::label).toArray());
  }

  /** What counts in the task. */
  static double score(Evaluation evaluation) {
    return evaluation.measures().score();
  }

  /** What evidence says where a figure has no meaning in a task. */
  static String notApplicable(String why) {
    return "not applicable: " + why;
  }

  /**
   * What a remedy makes of this lab's own images; one that changes the training leaves BatchNorm as
   * the user had it.
   */
  Evaluation tried(Suspicion.Remedy remedy) {
    TrainRequest asked = remedy.request().withData(request.data());
    return batchStatistics() && !asked.equals(request)
        ? asRun(asked).evaluation()
        : train(remedy.base(), asked).evaluation();
  }

  /** Trains and tests, unless that has been done before. */
  Result train(Base on, TrainRequest asked) {
    return results.computeIfAbsent(List.of(on.equals(base), asked), unknown -> trained(on, asked));
  }

  private Result trained(Base on, TrainRequest asked) {
    try {
      Run run = new Trainer(Clock.systemUTC(), listener, extraction).train(on, asked);
      return new Result(Optional.of(run), run.evaluation());
    } catch (WorkFailedException e) {
      return new Result(Optional.empty(), undefined(asked.data().test()));
    }
  }

  /** What Keras makes of a network that gives NaN; a number that is none would have no error. */
  private Evaluation undefined(List<LabelledImage> images) {
    List<LabelledImage> test = images.stream().filter(this::isReadable).toList();
    Tensor outputs = task().ignorant(test.size());
    if (task().isCounted()) {
      Arrays.fill(outputs.values(), Float.NaN);
    }
    return new Evaluation(
        task(),
        test.stream().map(LabelledImage::file).toList(),
        test.stream().mapToInt(LabelledImage::label).toArray(),
        outputs);
  }

  /** As far as the probe has tried; where it has not, nothing is compared with it. */
  private boolean isReadable(LabelledImage image) {
    return probe == null || probe.files().contains(image.file());
  }

  /** The features of the training images as the user's run has them. */
  Features features() {
    if (features == null) {
      features = features(base, request, request.data().train());
    }
    return features;
  }

  /** The features of a few images of each class to learn from, prepared otherwise. */
  Features sample(Base on, Preprocessing preprocessing) {
    List<LabelledImage> all = new ArrayList<>(request.data().train());
    if (!(task() instanceof Classes)) {
      Collections.shuffle(all, new Random(request.seed()));
    }
    int[] places = places(task(), all);
    List<LabelledImage> sample =
        IntStream.range(0, places.length)
            .filter(i -> places[i] < SAMPLE)
            .mapToObj(all::get)
            .toList();
    return features(on, request.withPreprocessing(preprocessing), sample);
  }

  private Features features(Base on, TrainRequest asked, List<LabelledImage> images) {
    return extracted(LinearProbe.trunk(on, asked), images);
  }

  private Features extracted(Model model, List<LabelledImage> images) {
    try (FeatureExtractor extractor =
        new FeatureExtractor(FoldBatchNorm.apply(model), reading(), extraction)) {
      return extractor.extract(images, (done, of) -> listener.features("images", done, of));
    }
  }

  /** How the user's run reads images; those that cannot be read are told by the training. */
  Reading reading() {
    return new Reading(request.resize(), request.strict(), skipped -> {});
  }
}

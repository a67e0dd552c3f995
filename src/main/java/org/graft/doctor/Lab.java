package org.graft.doctor;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft.base.Base;
import org.graft.experiment.Probe;
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
import org.graft.train.Evaluation;
import org.graft.train.Run;
import org.graft.train.Task;
import org.graft.train.TrainListener;
import org.graft.train.TrainRequest;
import org.graft.train.Trainer;

/** Runs what checks ask for, each experiment once. */
final class Lab {
  /** Images of a class that preprocessings are compared on. */
  private static final int SAMPLE = 12;

  /** One image of so many of a class is held out. */
  private static final int PARTS = 4;

  private final Base base;
  private final TrainRequest request;
  private final Clock clock;
  private final TrainListener listener;
  private final Extraction extraction;
  private final boolean batchStatistics;
  private final Map<List<Object>, Result> results = new HashMap<>();
  private final Map<Preprocessing, Evaluation> prepared = new EnumMap<>(Preprocessing.class);
  private Features features;
  private Evaluation probe;
  private Lab heldOut;
  private Base recalibrated;

  Lab(Patient patient, Clock clock, TrainListener listener, Extraction extraction) {
    this.base = patient.base();
    this.request = patient.request();
    this.batchStatistics = patient.batchStatistics();
    this.clock = clock;
    this.listener = listener;
    this.extraction = extraction;
  }

  /**
   * What came of a training.
   *
   * @param run empty if the weights did not stay finite
   * @param evaluation of the test images; of NaN, and so for the first class, without a run
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
    return batchStatistics;
  }

  /** What came of it. */
  Result own() {
    if (!batchStatistics) {
      return train(base, request);
    }
    Optional<Run> run = train(recalibrated(), request).run();
    return new Result(run, trainedOnBatches(request.data().test(), false));
  }

  /** The base by the statistics of the training images in place of its moving ones. */
  Base recalibrated() {
    if (recalibrated == null) {
      recalibrated = Recalibration.of(this);
    }
    return recalibrated;
  }

  /**
   * How a head that was trained while BatchNorm ran on batches does, by the statistics of batches
   * or by the moving ones, which inference uses.
   */
  Evaluation trainedOnBatches(List<LabelledImage> images, boolean byBatch) {
    Optional<Run> run = train(recalibrated(), request).run();
    if (run.isEmpty()) {
      return undefined(new Dataset(labels(), List.of(), images));
    }
    Model model = run.get().model();
    Model asTested = byBatch ? model : model.with(base.features().weights());
    return Evaluation.of(labels(), extracted(asTested, images));
  }

  /**
   * The optimiser-free probe in place of the user's head: learns and is tested on the same images.
   */
  Evaluation probe() {
    if (probe == null) {
      probe = Probe.test(task(), features(), features(base, request, request.data().test()));
    }
    return probe;
  }

  /** The probe on held-out images of the sample, with pixels prepared so; tried once each. */
  Evaluation probe(Preprocessing preprocessing) {
    return prepared.computeIfAbsent(
        preprocessing, other -> Probe.heldOut(task(), sample(base, other)));
  }

  /** What is asked of the images. */
  Task task() {
    return Task.of(request.data());
  }

  List<String> labels() {
    return request.data().labels();
  }

  /**
   * The same without the test images: of every four images of a class to learn from, one is kept to
   * tell remedies apart. This lab itself where no class has two.
   */
  Lab heldOut() {
    if (heldOut == null) {
      Dataset parted = parted(request.data());
      Patient patient = new Patient(base, request.with(parted), batchStatistics);
      heldOut = parted.test().isEmpty() ? this : new Lab(patient, clock, listener, extraction);
    }
    return heldOut;
  }

  private static Dataset parted(Dataset data) {
    int[] seen = new int[data.labels().size()];
    int[] units = data.groups().units(data.train().stream().map(LabelledImage::file).toList());
    Map<Integer, List<LabelledImage>> sides = new HashMap<>();
    List<LabelledImage> kept = new ArrayList<>();
    List<LabelledImage> out = new ArrayList<>();
    for (int i = 0; i < units.length; i++) {
      LabelledImage image = data.train().get(i);
      List<LabelledImage> side = seen[image.label()]++ % PARTS == 1 ? out : kept;
      sides.computeIfAbsent(units[i], unit -> side).add(image);
    }
    return new Dataset(
        data.labels(), kept, data.validation(), out, data.leftOut(), data.targets(), data.groups());
  }

  /** What a remedy makes of this lab's own images. */
  Evaluation tried(Suspicion.Remedy remedy) {
    return train(remedy.base(), remedy.request().with(request.data())).evaluation();
  }

  /** Trains and tests, unless that has been done before. */
  Result train(Base on, TrainRequest asked) {
    return results.computeIfAbsent(List.of(on.equals(base), asked), key -> trained(on, asked));
  }

  private Result trained(Base on, TrainRequest asked) {
    try {
      Run run = new Trainer(clock, listener, extraction).train(on, asked);
      return new Result(Optional.of(run), run.evaluation());
    } catch (WorkFailedException e) {
      return new Result(Optional.empty(), undefined(asked.data()));
    }
  }

  /** What Keras makes of a network that gives NaN: the first class, whatever the image. */
  private Evaluation undefined(Dataset data) {
    List<LabelledImage> test = data.test().stream().filter(this::isReadable).toList();
    float[] nan = new float[test.size() * labels().size()];
    Arrays.fill(nan, Float.NaN);
    return new Evaluation(
        labels(),
        test.stream().map(LabelledImage::file).toList(),
        test.stream().mapToInt(LabelledImage::label).toArray(),
        new Tensor(nan, test.size(), labels().size()));
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
    int[] seen = new int[labels().size()];
    List<LabelledImage> sample =
        request.data().train().stream().filter(i -> seen[i.label()]++ < SAMPLE).toList();
    return features(on, request.with(preprocessing), sample);
  }

  private Features features(Base on, TrainRequest asked, List<LabelledImage> images) {
    return extracted(Probe.trunk(on, asked), images);
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

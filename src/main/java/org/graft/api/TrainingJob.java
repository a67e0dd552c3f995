package org.graft.api;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graft.audit.Audit;
import org.graft.audit.AuditMemory;
import org.graft.audit.Looks;
import org.graft.base.Base;
import org.graft.experiment.PreprocessingTrial;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.feature.Extraction;
import org.graft.image.ContentLook;
import org.graft.image.Dataset;
import org.graft.image.Exif;
import org.graft.image.Numbers;
import org.graft.image.Resize;
import org.graft.image.Survey;
import org.graft.train.ClassWeights;
import org.graft.train.LiveRun;
import org.graft.train.Recipe;
import org.graft.train.Run;
import org.graft.train.TrainRequest;
import org.graft.train.Trainer;

/** Brings a training about, step by step. */
final class TrainingJob {
  private final Training training;
  private final JobListener listener;
  private final Looks looks = new Looks(Exif.APPLY);

  TrainingJob(Training training, JobListener listener) {
    this.training = training;
    this.listener = listener;
  }

  /** Reads and parts the images; the same for every base that is to be trained on them. */
  Dataset open() {
    if (training.data().learnsFromAll()) {
      requireFixedEpochs();
    }
    training.computing().audits().ifPresent(m -> m.digests().decoded().expect(form()));
    return training.data().open(training.seed(), look());
  }

  /** In which the base will get the images. */
  private Resize form() {
    ImageForm images = training.images();
    return Resize.square(
        Math.max(1, training.size()), images.interpolation(), images.exifUnder(training.recipe()));
  }

  private ContentLook look() {
    Optional<AuditMemory> memory = training.computing().audits();
    return memory.isPresent() ? memory.get() : looks;
  }

  /** Learning from all leaves no images to stop by. */
  private void requireFixedEpochs() {
    boolean stops = training.recipe().phase().patience() > 0;
    if (stops || training.data().validation().orElse(0) > 0) {
      throw new InputException(
          ("%s learns from all images and holds none out: give %s or %s, a run that was"
                  + " tested, in place of %s and %s")
              .formatted(
                  Hint.SPLIT.to(0),
                  Hint.EPOCHS.to("N"),
                  Hint.EPOCHS_OF.to("RUN"),
                  Hint.EARLY_STOPPING,
                  Hint.VALIDATION));
    }
  }

  /**
   * Looks the images over in short form: tells what to mind, and refuses data whose test part is
   * also learned from. Features without their images are taken as they are.
   */
  void audit(Dataset dataset) {
    if (training.data().isFeatures()) {
      return;
    }
    int side = training.size();
    Exif exif = training.images().exifUnder(training.recipe());
    Survey survey = Survey.of(dataset);
    Audit audit =
        training
            .computing()
            .audits()
            .map(memory -> memory.of(survey, side, exif))
            .orElseGet(() -> Audit.of(survey, side, exif == Exif.APPLY ? looks : new Looks(exif)));
    boolean strict = training.data().strict();
    listener.audited(audit, strict ? dataset.leftOut() : audit.leftOut());
    audit.requireReadable();
    if (!training.data().allowLeak()) {
      audit.requireNoLeak();
    }
  }

  /** What is asked of the base, with a preprocessing that is known or still to be found. */
  TrainRequest request(Dataset dataset) {
    Base base = training.base();
    Recipe recipe = training.recipe();
    ImageForm images = training.images();
    int side = images.requiredOn(base);
    requireOwnTask(dataset, recipe);
    OptionalDouble right = training.answerPrecision();
    TrainRequest request =
        new TrainRequest(
            training.data().folder(),
            dataset,
            recipe,
            training.fineTune().map(phase -> phase.on(base)),
            training.data().held(recipe.phase().patience() > 0),
            training.folds(),
            training.augmentation(),
            side,
            images.interpolation(),
            images.exifUnder(recipe),
            images.preparationUnder(recipe).on(base),
            Optional.empty(),
            training.seed(),
            training.data().strict(),
            training.computing().engines(),
            training.calibrate(),
            right.isPresent() ? right.getAsDouble() : null,
            false);
    return request.trackingTest(training.trackTest());
  }

  private static void requireOwnTask(Dataset dataset, Recipe recipe) {
    if (dataset.targets() != null && recipe.loss().classWeights() != ClassWeights.NONE) {
      throw new InputException(
          "%s goes with %s: elsewhere no image is of one class"
              .formatted(Hint.CLASS_WEIGHTS, Hint.CLASSES));
    }
    if (recipe.loss().distance() != null && !(dataset.targets() instanceof Numbers)) {
      throw new InputException(
          Hint.LOSS + " goes with " + Hint.NUMBERS + ": elsewhere it is cross-entropy");
    }
  }

  /** The request with the preprocessing that serves best, where that has to be looked for. */
  TrainRequest settled(TrainRequest request) {
    boolean open = training.images().preparationUnder(training.recipe()).isOpen(training.base());
    return open
        ? PreprocessingTrial.settled(training.base(), request, extraction(), listener::told)
        : request;
  }

  Extraction extraction() {
    return training.computing().on(training.base().facts().name());
  }

  private TrainRequest asked() {
    Dataset dataset = open();
    TrainRequest request = request(dataset);
    audit(dataset);
    return settled(request);
  }

  /** Trains and tests; nothing is written but to the cache. */
  Run train() {
    TrainRequest request = asked();
    listener.training(training.base().facts().name(), request);
    return new Trainer(Clock.systemUTC(), listener, extraction()).train(training.base(), request);
  }

  /** The same in a folder of runs, with all that goes into a run's folder. */
  SavedRun trainIn(RunsFolder runs) {
    Base base = training.base();
    TrainRequest request = asked().settled(base);
    String name = base.facts().name();
    LiveRun live = runs.begin(name, request, runs.words().whole(), folder -> {});
    listener.begun(live);
    listener.training(name, request);
    Path folder = live.folder();
    return SavedRun.of(folder, RunSession.train(base, live, extraction(), runs.words(), listener));
  }
}

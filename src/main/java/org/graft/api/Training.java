package org.graft.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graft.base.Base;
import org.graft.engine.selection.EngineSettings;
import org.graft.failure.InputException;
import org.graft.feature.cache.FeatureCache;
import org.graft.head.HeadStyle;
import org.graft.image.Augmentation;
import org.graft.image.Exif;
import org.graft.image.Folds;
import org.graft.image.Interpolation;
import org.graft.image.Split;
import org.graft.storage.RecordCopy;
import org.graft.train.Calibrate;
import org.graft.train.ClassWeights;
import org.graft.train.FineTune;
import org.graft.train.Loss;
import org.graft.train.Phase;
import org.graft.train.Recipe;
import org.graft.train.TrainRequest;

/**
 * What to train and how. Every method gives another training and leaves this one as it is.
 *
 * @param data images to learn from and to test with
 * @param fineTune the second phase
 * @param augmentation more images made of each to train on
 * @param folds parts to cross-validate in before, 0 for none
 * @param calibrate which images tell how sure the model may be
 * @param answerPrecision share of the answers that is to be right; images for which that cannot be
 *     are called unknown
 * @param trackTest whether loss and accuracy on the images to test with are told after each epoch
 * @param images the form in which the base gets them
 * @param computing what it is computed by, and what may be kept
 * @param seed decides initial weights, order, dropout, augmentation, folds, and what is kept for
 *     testing
 */
public record Training(
    Base base,
    TrainingData data,
    Recipe recipe,
    Optional<SecondPhase> fineTune,
    Optional<Augmentation> augmentation,
    int folds,
    Calibrate calibrate,
    OptionalDouble answerPrecision,
    boolean trackTest,
    ImageForm images,
    Computing computing,
    long seed) {
  /** The seed of whoever names none. */
  public static final long SEED = 123;

  /** Recipe {@link Recipe#SAFE}, images of the base's native size. */
  static Training of(Base base, TrainingData data) {
    return new Training(
        base,
        data,
        Recipe.SAFE,
        Optional.empty(),
        Optional.empty(),
        0,
        Calibrate.AUTO,
        OptionalDouble.empty(),
        false,
        ImageForm.USUAL,
        Computing.USUAL,
        SEED);
  }

  public Training on(ImportedBase other) {
    return RecordCopy.of(this, Training::base).with(other.base());
  }

  /** On other images, or on the same parted otherwise. */
  public Training data(TrainingData other) {
    return RecordCopy.of(this, Training::data).with(other);
  }

  /** By another recipe, with images turned as it has them unless {@link #exif} says otherwise. */
  public Training recipe(Recipe other) {
    return RecordCopy.of(this, Training::recipe).with(other);
  }

  /**
   * With another head, of {@link Heads}. It reads standardised features where the recipe's own
   * does.
   */
  public Training head(HeadStyle other) {
    boolean standardized = recipe.head().standardized();
    return recipe(recipe.withHead(standardized ? other.standardizing() : other));
  }

  /** With a head of one's own. */
  public Training head(CustomHead other) {
    return head(Heads.of(other));
  }

  /** With that many passes over the images. */
  public Training epochs(int other) {
    return recipe(recipe.withSchedule(recipe.phase().schedule().withEpochs(other)));
  }

  /** With images that count by their class; {@link ClassWeights#AUTO} for uneven classes. */
  public Training classWeights(ClassWeights other) {
    Loss its = recipe.loss();
    return recipe(recipe.withLoss(new Loss(its.labelSmoothing(), other, its.distance())));
  }

  /**
   * With a second phase, {@link Phase#FINE_TUNE}, that trains a part of the base too.
   *
   * @param boundary a layer, a block or a number of frozen layers
   * @throws org.graft.failure.InputException if there is no such boundary
   */
  public Training fineTuneFrom(String boundary) {
    return fineTuneFrom(boundary, Phase.FINE_TUNE);
  }

  /** The same by another optimiser, on another schedule, … . */
  public Training fineTuneFrom(String boundary, Phase phase) {
    SecondPhase second = new SecondPhase(boundary, phase);
    FineTune.at(base, boundary, phase);
    return RecordCopy.of(this, Training::fineTune).with(Optional.of(second));
  }

  /**
   * With {@link Augmentation#USUAL_VARIANTS} images made of each training image.
   *
   * @param distortions any of flip, rotate, crop, colour and cutout, with commas, each with a
   *     strength if its own is not wanted: {@code flip,crop=0.3}
   * @throws org.graft.failure.InputException if there is no such distortion or strength
   */
  public Training augment(String distortions) {
    return augment(distortions, Augmentation.USUAL_VARIANTS);
  }

  /** The same with another number of variants, 2 to 1000, the image itself among them. */
  public Training augment(String distortions, int variants) {
    Optional<Augmentation> made = Optional.of(Augmentation.of(distortions, variants, seed));
    return RecordCopy.of(this, Training::augmentation).with(made);
  }

  /** With these, or without any. */
  public Training withAugmentation(Optional<Augmentation> variants) {
    return RecordCopy.of(this, Training::augmentation).with(variants);
  }

  /**
   * With a cross-validation among the training images before, {@link TrainedModel#crossValidation}.
   *
   * @param count parts of the images, each tested once by what the others taught
   * @throws org.graft.failure.InputException for fewer than 2
   */
  public Training folds(int count) {
    int parts = new Folds(count, seed).count();
    return RecordCopy.of(this, Training::folds).with(parts);
  }

  /**
   * With probabilities that say how often they are right, by a temperature found on images that the
   * model did not learn from; by default on those that are held out, where there are any.
   */
  public Training calibrate(Calibrate other) {
    return RecordCopy.of(this, Training::calibrate).with(other);
  }

  /**
   * With images called unknown of which the model is not sure enough, so that of its answers that
   * share is right, 0 to 1. From which probability on it answers is found on the images that {@link
   * #calibrate} takes, and goes with every exported file.
   */
  public Training answerPrecision(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new InputException("a share of right answers lies above 0 and is at most 1: " + share);
    }
    return RecordCopy.of(this, Training::answerPrecision).with(OptionalDouble.of(share));
  }

  /**
   * With loss and accuracy on the images to test with told after each epoch, as Keras' {@code
   * validation_data}; nothing is chosen by them. {@link Recipe#SEED} does so by itself.
   */
  public Training trackingTest() {
    return RecordCopy.of(this, Training::trackTest).with(true);
  }

  /** With images of that side, in pixels. */
  public Training size(int other) {
    return images(images.withSide(other));
  }

  /** The side of the images, in pixels. */
  public int size() {
    return images.sideOn(base);
  }

  public Training interpolation(Interpolation other) {
    return images(images.withInterpolation(other));
  }

  /** With images turned upright as their files say, or read as they are stored. */
  public Training exif(Exif other) {
    return images(images.withExif(other));
  }

  /** With pixels prepared so, whatever the recipe has. */
  public Training preparation(Preparation other) {
    return images(images.withPreparation(other));
  }

  public Training images(ImageForm other) {
    return RecordCopy.of(this, Training::images).with(other);
  }

  /** With what the frozen base makes of the images read from, and kept in, a cache. */
  public Training cache(FeatureCache other) {
    return computing(computing.withCache(other));
  }

  /** With the frozen base run by other engines. */
  public Training engines(EngineSettings other) {
    return computing(computing.withEngines(other));
  }

  /** Computed otherwise. */
  public Training computing(Computing other) {
    return RecordCopy.of(this, Training::computing).with(other);
  }

  public Training seed(long other) {
    Optional<Augmentation> remade = augmentation.map(all -> all.withSeed(other));
    return RecordCopy.of(withAugmentation(remade), Training::seed).with(other);
  }

  /**
   * As a final model: it learns from all images, those that were meant for testing among them, and
   * is not tested. {@link TrainedModel#evaluation} is then about images that it has seen.
   */
  public Training onAllImages() {
    Split split = data.split();
    return data(
        data.withSplit(new Split(split.by(), 0, split.seed(), split.groupBy(), split.look())));
  }

  /**
   * Trains and tests; nothing is written but to the cache.
   *
   * @throws org.graft.failure.InputException if there are no classes to learn, pictures to test
   *     with are also to learn from, or the images are too small for the base
   * @throws org.graft.failure.WorkFailedException if the training comes to nothing
   */
  public TrainedModel train() {
    return train(JobListener.SILENT);
  }

  /** The same, with what is going on told to {@code listener}. */
  public TrainedModel train(JobListener listener) {
    return new TrainedModel(new TrainingJob(this, listener).train());
  }

  /**
   * The same in a folder of its own, which holds from the first moment what was asked, then curves
   * and checkpoints, at last the model and a page: what {@code graft train} leaves. Stopped, it can
   * go on, {@link SavedRun#resume}; failed before there is anything to keep, it leaves nothing.
   */
  public SavedRun trainIn(RunsFolder runs, JobListener listener) {
    return new TrainingJob(this, listener).trainIn(runs);
  }

  /**
   * What this asks of its base, with the images parted; preprocessing that nobody knows is not
   * looked for yet, nor are the images looked over.
   *
   * @throws org.graft.failure.InputException if there are no classes to learn, or the images are
   *     too small for the base
   */
  public TrainRequest request() {
    TrainingJob job = new TrainingJob(this, JobListener.SILENT);
    return job.request(job.open());
  }

  /** The same on several bases, to be seen side by side. */
  public Comparing compare(List<ImportedBase> bases) {
    return new Comparing(this, bases, List.of(Variation.NONE), List.of());
  }

  /** This training examined, rather than done: why it learns nothing. */
  public Diagnosing diagnose() {
    return new Diagnosing(this, false);
  }
}

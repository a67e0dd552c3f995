package org.graft.api;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.graft.audit.Audit;
import org.graft.audit.Looks;
import org.graft.base.Base;
import org.graft.engine.EngineSettings;
import org.graft.experiment.PreprocessingTrial;
import org.graft.feature.Extraction;
import org.graft.feature.cache.FeatureCache;
import org.graft.head.HeadStyle;
import org.graft.image.Augmentation;
import org.graft.image.Dataset;
import org.graft.image.Exif;
import org.graft.image.FolderRules;
import org.graft.image.Folds;
import org.graft.image.ImageSource;
import org.graft.image.Interpolation;
import org.graft.image.Split;
import org.graft.image.Survey;
import org.graft.plan.Preprocessing;
import org.graft.train.ClassWeights;
import org.graft.train.FineTune;
import org.graft.train.Loss;
import org.graft.train.Phase;
import org.graft.train.Recipe;
import org.graft.train.TrainListener;
import org.graft.train.TrainRequest;
import org.graft.train.Trainer;

/**
 * What to train and how. Every method gives another training and leaves this one as it is.
 *
 * @param folder of images, or what images that are none are called
 * @param images where they are listed, unless that is the folder
 * @param fineTune the second phase
 * @param augmentation more images made of each to train on
 * @param folds parts to cross-validate in before, 0 for none
 * @param size side of the images, in pixels
 * @param exif what becomes of images that their files say to be turned
 * @param cache where what the frozen base makes of the images is kept; without it nothing is
 * @param seed decides initial weights, order, dropout, augmentation, folds, and what is kept for
 *     testing
 * @param all whether all images are learned from, so that none is kept for testing
 */
public record Training(
    Base base,
    Path folder,
    Optional<ImageSource> images,
    Recipe recipe,
    Optional<FineTune> fineTune,
    Optional<Augmentation> augmentation,
    int folds,
    int size,
    Interpolation interpolation,
    Exif exif,
    Optional<FeatureCache> cache,
    long seed,
    boolean all) {

  /** By another recipe, with images turned as it has them; {@link #exif} says otherwise. */
  public Training recipe(Recipe other) {
    Exif turned = other.name().equals(recipe.name()) ? exif : other.exif();
    return changed(
        copy -> {
          copy.recipe = other;
          copy.exif = turned;
        });
  }

  /**
   * With another head, of {@link Heads}. It reads standardised features where the recipe's own
   * does.
   */
  public Training head(HeadStyle other) {
    boolean standardized = recipe.head().standardized();
    return recipe(recipe.with(standardized ? other.standardizing() : other));
  }

  /** With a head of one's own. */
  public Training head(CustomHead other) {
    return head(Heads.of(other));
  }

  /** With that many passes over the images. */
  public Training epochs(int other) {
    return recipe(recipe.with(recipe.phase().schedule().withEpochs(other)));
  }

  /** With images that count by their class; {@link ClassWeights#AUTO} for uneven classes. */
  public Training classWeights(ClassWeights other) {
    return recipe(recipe.with(new Loss(recipe.loss().labelSmoothing(), other)));
  }

  /**
   * With a second phase, {@link Phase#FINE_TUNE}, that trains a part of the base too.
   *
   * @param boundary a layer, a block or a number of frozen layers
   * @throws org.graft.failure.InputException if there is no such boundary
   */
  public Training fineTuneFrom(String boundary) {
    Optional<FineTune> phase = Optional.of(FineTune.at(base, boundary, Phase.FINE_TUNE));
    return changed(copy -> copy.fineTune = phase);
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
    return changed(copy -> copy.augmentation = made);
  }

  /**
   * With a cross-validation among the training images before, {@link TrainedModel#crossValidation}.
   *
   * @param count parts of the images, each tested once by what the others taught
   * @throws org.graft.failure.InputException for fewer than 2
   */
  public Training folds(int count) {
    int parts = new Folds(count, seed).count();
    return changed(copy -> copy.folds = parts);
  }

  public Training size(int other) {
    return changed(copy -> copy.size = other);
  }

  public Training interpolation(Interpolation other) {
    return changed(copy -> copy.interpolation = other);
  }

  /** With images turned upright as their files say, or read as they are stored. */
  public Training exif(Exif other) {
    return changed(copy -> copy.exif = other);
  }

  /** With what the frozen base makes of the images read from, and kept in, a cache. */
  public Training cache(FeatureCache other) {
    Optional<FeatureCache> kept = Optional.of(other);
    return changed(copy -> copy.cache = kept);
  }

  public Training seed(long other) {
    Optional<Augmentation> remade = augmentation.map(all -> all.withSeed(other));
    return changed(
        copy -> {
          copy.augmentation = remade;
          copy.seed = other;
        });
  }

  /**
   * As a final model: it learns from all images, those that were meant for testing among them, and
   * is not tested. {@link TrainedModel#evaluation} is then about images that it has seen.
   */
  public Training onAllImages() {
    return changed(copy -> copy.all = true);
  }

  /**
   * Trains and tests; nothing is written but to the cache.
   *
   * @throws org.graft.failure.InputException if the folder holds no classes to learn, pictures to
   *     test with are also to learn from, or the images are too small for the base
   * @throws org.graft.failure.WorkFailedException if the training comes to nothing
   */
  public TrainedModel train() {
    return train(TrainListener.SILENT);
  }

  /** The same, with what is going on told to {@code listener}. */
  public TrainedModel train(TrainListener listener) {
    base.requireSize(size);
    Looks looks = new Looks(exif);
    Dataset opened = source().open(Split.withSeed(seed).with(looks));
    Dataset dataset = all ? opened.learningFromAll() : opened;
    Audit audit = Audit.of(Survey.of(dataset), size, looks);
    audit.requireReadable();
    audit.requireNoLeak();
    Extraction extraction =
        Extraction.of(base.facts().name(), EngineSettings.USUAL, cache, warning -> {});
    Trainer trainer = new Trainer(Clock.systemUTC(), listener, extraction);
    TrainRequest request = request(dataset);
    boolean open = recipe.cataloguePreprocessing() && base.facts().preprocessing().isEmpty();
    return new TrainedModel(
        trainer.train(
            base,
            open ? PreprocessingTrial.settled(base, request, extraction, told -> {}) : request));
  }

  private ImageSource source() {
    return images.orElseGet(() -> ImageSource.folder(folder, FolderRules.USUAL));
  }

  private TrainRequest request(Dataset dataset) {
    return new TrainRequest(
            folder,
            dataset,
            recipe,
            fineTune,
            0,
            folds,
            augmentation,
            size,
            interpolation,
            recipe.cataloguePreprocessing()
                ? base.facts().defaultPreprocessing()
                : Preprocessing.RAW,
            Optional.empty(),
            seed,
            false)
        .with(exif);
  }

  private Training changed(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.made();
  }

  /** All of it, to be changed here and there. */
  private static final class Copy {
    private Base base;
    private Path folder;
    private Optional<ImageSource> images;
    private Recipe recipe;
    private Optional<FineTune> fineTune;
    private Optional<Augmentation> augmentation;
    private int folds;
    private int size;
    private Interpolation interpolation;
    private Exif exif;
    private Optional<FeatureCache> cache;
    private long seed;
    private boolean all;

    Copy(Training of) {
      base = of.base;
      folder = of.folder;
      images = of.images;
      recipe = of.recipe;
      fineTune = of.fineTune;
      augmentation = of.augmentation;
      folds = of.folds;
      size = of.size;
      interpolation = of.interpolation;
      exif = of.exif;
      cache = of.cache;
      seed = of.seed;
      all = of.all;
    }

    Training made() {
      return new Training(
          base,
          folder,
          images,
          recipe,
          fineTune,
          augmentation,
          folds,
          size,
          interpolation,
          exif,
          cache,
          seed,
          all);
    }
  }
}

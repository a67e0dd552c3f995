package org.graft.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.graft.base.Base;
import org.graft.engine.selection.EngineSettings;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.head.HeadStyle;
import org.graft.image.Augmentation;
import org.graft.image.Dataset;
import org.graft.image.Exif;
import org.graft.image.Interpolation;
import org.graft.image.LabelledImage;
import org.graft.image.Resize;
import org.graft.image.Variant;
import org.graft.plan.Preprocessing;
import org.graft.plan.Shape;
import org.graft.storage.OrDefault;
import org.graft.storage.OrNull;
import org.graft.storage.RecordCopy;

/**
 * What to train on, and how.
 *
 * @param folder where {@code data} came from
 * @param size side of the images, in pixels
 * @param exif what becomes of images that their files say to be turned; older runs ignored that
 * @param choice how the preprocessing was found, where nobody knew it
 * @param seed decides initial weights, order and dropout
 * @param fineTune what happens to the base once the head is trained
 * @param validation share of the training images held out to tell when to stop, 0..1; unused where
 *     the data holds some out itself
 * @param folds parts to cross-validate in before, 0 for none
 * @param augmentation more images made of each to train on
 * @param strict whether an unreadable image ends the work
 * @param engines what runs the frozen part of the base
 * @param calibrate which images tell how sure the model may be
 * @param answerPrecision share of the answers that is to be right, above 0 and at most 1; images
 *     for which that cannot be are called unknown; {@code null} where all are answered
 * @param trackTest whether loss and accuracy on the images to test with are told after each epoch;
 *     nothing is chosen by them
 */
public record TrainRequest(
    Path folder,
    Dataset data,
    Recipe recipe,
    Optional<FineTune> fineTune,
    double validation,
    int folds,
    Optional<Augmentation> augmentation,
    int size,
    Interpolation interpolation,
    @OrDefault Exif exif,
    Preprocessing preprocessing,
    Optional<PreprocessingChoice> choice,
    long seed,
    boolean strict,
    @OrDefault EngineSettings engines,
    @OrDefault Calibrate calibrate,
    @OrNull @JsonProperty("answer_precision") Double answerPrecision,
    @OrDefault @JsonProperty("track_test") boolean trackTest) {
  /** Runs begun before choice, engines and calibration were kept with them have the usual. */
  public TrainRequest {
    exif = Exif.orIgnore(exif);
    choice = choice == null ? Optional.empty() : choice;
    engines = engines == null ? EngineSettings.USUAL : engines;
    calibrate = calibrate == null ? Calibrate.AUTO : calibrate;
  }

  /**
   * The same with a head that suits the base: one that is written in a program becomes the graph
   * that it makes.
   *
   * @throws org.graft.failure.InputException if the head does not suit the base or the classes
   */
  public TrainRequest settled(Base base) {
    Shape features = preprocessing.prependTo(base.features(), size).plan().outputShape();
    Draws draws = new Draws(seed, TrainingPhases.HEAD);
    HeadStyle head =
        recipe
            .head()
            .settled(features, data.labels().size(), draws.once(TrainingPhases.INITIAL_WEIGHTS));
    return withRecipe(recipe.settled(head));
  }

  /** What is done to all images. */
  public Resize resize() {
    return Resize.square(size, interpolation, exif);
  }

  /** The variants of each training image, the first being the image itself. */
  List<Variant> variants() {
    return augmentation.map(Augmentation::all).orElse(List.of(Variant.ORIGINAL));
  }

  /** Name of the folder that the data came from. */
  public String dataName() {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }

  SamplingPlan sampling() {
    Set<Path> heldOut =
        data.validation().stream().map(LabelledImage::file).collect(Collectors.toSet());
    return new SamplingPlan(
        seed, validation, heldOut, data.groups(), variants().size(), Shuffle.USUAL);
  }

  public TrainRequest withData(Dataset other) {
    return RecordCopy.of(this, TrainRequest::data).with(other);
  }

  public TrainRequest withRecipe(Recipe other) {
    return RecordCopy.of(this, TrainRequest::recipe).with(other);
  }

  public TrainRequest withPreprocessing(Preprocessing other) {
    return withPreprocessing(other, Optional.empty());
  }

  /** The same with a preprocessing that was found so. */
  public TrainRequest withPreprocessing(Preprocessing other, PreprocessingChoice found) {
    return withPreprocessing(other, Optional.of(found));
  }

  private TrainRequest withPreprocessing(Preprocessing other, Optional<PreprocessingChoice> found) {
    TrainRequest prepared = RecordCopy.of(this, TrainRequest::preprocessing).with(other);
    return RecordCopy.of(prepared, TrainRequest::choice).with(found);
  }

  public TrainRequest withSize(int other) {
    return RecordCopy.of(this, TrainRequest::size).with(other);
  }

  public TrainRequest withSeed(long other) {
    return RecordCopy.of(this, TrainRequest::seed).with(other);
  }

  /**
   * The same with the images to test with looked at after each epoch, if that is asked for or the
   * recipe is the seed article's, which gives them to Keras as {@code validation_data}.
   *
   * @throws org.graft.failure.InputException if others are held out, whose figures have that place
   */
  public TrainRequest trackingTest(boolean asked) {
    if (asked && holdsOut()) {
      throw new InputException(
          "%s cannot be told beside images that are held out: leave out %s and %s, or %s"
              .formatted(Hint.TRACK_TEST, Hint.VALIDATION, Hint.EARLY_STOPPING, Hint.TRACK_TEST));
    }
    boolean wanted = asked || (recipe.name().equals(Recipe.SEED.name()) && !holdsOut());
    return RecordCopy.of(this, TrainRequest::trackTest).with(wanted && !data.test().isEmpty());
  }

  /** Whether images are held out to tell the best epoch. */
  public boolean holdsOut() {
    return validation > 0 || !data.validation().isEmpty();
  }
}

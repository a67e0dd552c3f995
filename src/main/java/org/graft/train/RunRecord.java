package org.graft.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graft.card.ImageCard;
import org.graft.card.InputForm;
import org.graft.card.ModelCard;
import org.graft.card.OriginCard;
import org.graft.failure.InputException;
import org.graft.image.Dataset;
import org.graft.image.Exif;
import org.graft.image.Interpolation;
import org.graft.image.LeftOut;
import org.graft.image.Resize;
import org.graft.plan.Luma;
import org.graft.plan.Model;
import org.graft.plan.Parity;
import org.graft.plan.Preprocessing;
import org.graft.provenance.Origin;
import org.graft.storage.OrDefault;
import org.graft.storage.OrNull;
import org.graft.storage.PlainName;

/**
 * What a run was and what came of it: written as {@code run.json}.
 *
 * @param format version of this record
 * @param id the run folder's name
 * @param fineTune the second phase, or {@code null} without one
 * @param validation share of the training images held out to tell the best epoch, 0..1
 * @param size side of the images, in pixels
 * @param exif what became of images that their files say to be turned; older runs ignored that
 * @param choice how the preprocessing was found; {@code null} where it was known or given
 * @param images read for training and testing together
 * @param validationImages those of a folder of their own, held out while learning; 0 in older runs
 * @param skipped images that could not be read
 * @param leftOut what the folder held besides, by reason; {@code null} in older runs
 * @param augmentation of the training images, or {@code null} for none
 * @param crossValidation among the training images, or {@code null} if it was not asked for
 * @param engine that ran the frozen side or whose features were kept; {@code null} in older runs
 * @param precision that the frozen side was computed in; {@code null} in older runs
 * @param device that it was computed on, other than the processor; {@code null} for that
 * @param parity of the engine's features of the first images and SameDiff's in float32, or {@code
 *     null} where they were not compared
 * @param testAccuracy share of the test images that are answered right, 0..1; {@code null} where a
 *     number is asked for, and for a final model, which learned from all images and was not tested
 * @param baseRate the accuracy of always giving the commonest answer; {@code null} likewise
 * @param asked what was asked other than a class, and how well that went; {@code null} for classes
 * @param calibrated what a temperature did to the probabilities; {@code null} without one
 * @param seconds from the first image to the last epoch
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunRecord(
    int format,
    String id,
    String base,
    Origin baseOrigin,
    String featureLayer,
    String licence,
    String data,
    List<String> labels,
    int size,
    Interpolation interpolation,
    @OrDefault Exif exif,
    Preprocessing preprocessing,
    @OrNull @JsonProperty("preprocessing_choice") PreprocessingChoice choice,
    Recipe recipe,
    @OrNull @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("fine_tune") FineTune fineTune,
    double validation,
    long seed,
    int images,
    @JsonProperty("train_images") int trainImages,
    @OrDefault @JsonProperty("validation_images") int validationImages,
    @JsonProperty("test_images") int testImages,
    int skipped,
    @OrNull @JsonProperty("left_out") LeftOut leftOut,
    @OrNull @JsonProperty("test_accuracy") Double testAccuracy,
    @OrNull @JsonProperty("base_rate") Double baseRate,
    double seconds,
    String started,
    String graft,
    @OrNull String augmentation,
    @OrNull @JsonProperty("cross_validation") CrossValidation crossValidation,
    @OrNull String engine,
    @OrNull String precision,
    @OrNull String device,
    @OrNull @JsonProperty("engine_parity") Parity parity,
    @OrNull Asked asked,
    @OrNull Calibrated calibrated) {
  /** The version that this Graft writes. */
  public static final int FORMAT = 1;

  public RunRecord {
    PlainName.check(base);
    labels = List.copyOf(labels);
    exif = Exif.orIgnore(exif);
  }

  /** What was done to all images. */
  public Resize resize() {
    return resize(size);
  }

  /** The same for another size. */
  public Resize resize(int side) {
    return Resize.square(side, interpolation, exif);
  }

  /** What images are called whose loss and accuracy were told after each epoch, if any were. */
  public String watched() {
    return heldOut() ? "held out" : "test";
  }

  /** Whether images were held out to tell the best epoch. */
  boolean heldOut() {
    return validation > 0 || validationImages > 0;
  }

  /** Whether images were kept to test the model with, rather than that it learned from all. */
  public boolean wasTested() {
    return testImages > 0;
  }

  /**
   * What the run's model is asked of other images.
   *
   * @throws org.graft.failure.InputException if it was trained for another task
   */
  public Task task(Dataset data) {
    Task task = Task.of(data);
    String own = asked == null ? Classes.NAME : asked.task();
    if (!task.name().equals(own)) {
      throw new InputException(
          "run %s is of the task %s, and the images are of %s".formatted(id, own, task.name()));
    }
    return asked == null ? task : asked.decided(task);
  }

  /** The probability below which an image is called unknown; empty where all are answered. */
  public OptionalDouble unknownBelow() {
    return calibrated == null || calibrated.unknown() == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(calibrated.unknown().below());
  }

  /** What a file with the run's {@code model} says about itself, made at {@code created}. */
  public ModelCard card(Model model, Instant created) {
    String grey = Luma.layer(model).isPresent() ? ", then grey" : "";
    ModelCard card =
        new ModelCard(
            labels,
            new ImageCard(
                size, size, interpolation.toString(), exif.toString(), preprocessing + grey),
            new OriginCard(
                base,
                Optional.of(id),
                created.truncatedTo(ChronoUnit.SECONDS).toString(),
                Optional.of(licence)),
            testAccuracy == null ? OptionalDouble.empty() : OptionalDouble.of(testAccuracy),
            InputForm.PIXELS,
            Optional.ofNullable(asked).map(Asked::card),
            unknownBelow());
    return wasTested() ? card : card.untested();
  }
}

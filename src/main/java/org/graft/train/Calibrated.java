package org.graft.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.graft.storage.OrNull;
import org.jspecify.annotations.Nullable;

/**
 * What a temperature did to a run's probabilities, on the images that it was tested on (a final
 * model's on those that it learned from).
 *
 * @param temperature that logits are divided by, above 0
 * @param by which images it was found on
 * @param images their number
 * @param errorBefore expected calibration error without it, 0..1
 * @param error with it
 * @param lossBefore mean cross-entropy without it, in nats
 * @param loss with it
 * @param unknown which images are called unknown; {@code null} where that was not asked for
 */
public record Calibrated(
    double temperature,
    Calibrate by,
    int images,
    @JsonProperty("error_before") double errorBefore,
    double error,
    @JsonProperty("loss_before") double lossBefore,
    double loss,
    @OrNull @JsonInclude(JsonInclude.Include.NON_NULL) Unknown unknown) {
  static Calibrated of(
      Temperature found,
      Calibrate by,
      Evaluation before,
      Evaluation after,
      @Nullable Unknown unknown) {
    return new Calibrated(
        found.value(),
        by,
        found.images(),
        Calibration.of(before).error(),
        Calibration.of(after).error(),
        before.loss(),
        after.loss(),
        unknown);
  }

  /** Where the images came from, in words. */
  public String source() {
    return by == Calibrate.FOLDS
        ? images + " training images, each by a model that learned from others"
        : images + " images held out";
  }
}

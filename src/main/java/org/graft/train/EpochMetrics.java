package org.graft.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.graft.storage.OrDefault;
import org.graft.storage.OrNull;
import org.graft.track.Figures;

/**
 * One line of {@code metrics.jsonl}.
 *
 * @param phase {@code head} or {@code fine-tune}
 * @param epoch of the phase, from 1
 * @param loss mean training loss, in nats
 * @param accuracy share of the training images predicted right, or of all their labels where an
 *     image may have several, 0..1; {@code null} where a number is asked for
 * @param learningRate at the epoch's last step
 * @param seconds how long the epoch took; 0 where that was not kept
 * @param validationLoss on images held out, or {@code null} without any
 * @param validationAccuracy on images held out, or {@code null} without any
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EpochMetrics(
    String phase,
    int epoch,
    double loss,
    @OrNull Double accuracy,
    @JsonProperty("learning_rate") double learningRate,
    @OrDefault Double seconds,
    @OrNull @JsonProperty("validation_loss") Double validationLoss,
    @OrNull @JsonProperty("validation_accuracy") Double validationAccuracy) {
  private static final String LOSS = "loss";
  private static final String ACCURACY = "accuracy";
  private static final String LEARNING_RATE = "learning_rate";
  private static final String SECONDS = "seconds";
  private static final String VALIDATION_LOSS = "validation_loss";
  private static final String VALIDATION_ACCURACY = "validation_accuracy";

  public EpochMetrics {
    seconds = seconds == null ? Double.valueOf(0) : seconds;
  }

  /** The names of all figures that an epoch may have, in order. */
  static List<String> figureNames() {
    return List.of(LOSS, ACCURACY, LEARNING_RATE, SECONDS, VALIDATION_LOSS, VALIDATION_ACCURACY);
  }

  /** The figures that this epoch has, {@code step} epochs into the run. */
  Figures figures(int step) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(LOSS, loss);
    values.put(ACCURACY, accuracy);
    values.put(LEARNING_RATE, learningRate);
    values.put(SECONDS, seconds);
    values.put(VALIDATION_LOSS, validationLoss);
    values.put(VALIDATION_ACCURACY, validationAccuracy);
    values.values().removeIf(Objects::isNull);
    return new Figures(phase, epoch, step, values);
  }
}

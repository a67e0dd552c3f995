package org.graft.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One line of {@code metrics.jsonl}.
 *
 * @param phase {@code head} or {@code fine-tune}
 * @param epoch of the phase, from 1
 * @param loss mean training loss, in nats
 * @param accuracy share of the training images predicted right, 0..1
 * @param learningRate at the epoch's last step
 * @param validationLoss on images held out, or {@code null} without any
 * @param validationAccuracy on images held out, or {@code null} without any
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EpochMetrics(
    String phase,
    int epoch,
    double loss,
    double accuracy,
    @JsonProperty("learning_rate") double learningRate,
    @JsonProperty("validation_loss") Double validationLoss,
    @JsonProperty("validation_accuracy") Double validationAccuracy) {}

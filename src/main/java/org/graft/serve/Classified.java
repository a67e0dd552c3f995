package org.graft.serve;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.graft.predict.LabelProbability;
import org.graft.storage.OrNull;

/**
 * What an answer says about an image: one of two things.
 *
 * @param path what the client calls it
 * @param top its likeliest labels, likeliest first; {@code null} where it cannot be decoded, and
 *     where the model gives a number
 * @param label the likeliest, or {@code unknown} where the model is not sure enough; {@code null}
 *     where it cannot be decoded, may have several, or gets a number
 * @param labels those that it has, where an image may have several; {@code null} where it has one
 * @param number that the model gives; {@code null} of labels
 * @param error why it cannot be decoded; {@code null} where it was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Classified(
    String path,
    @OrNull List<LabelProbability> top,
    @OrNull String label,
    @OrNull List<String> labels,
    @OrNull Float number,
    @OrNull String error) {}

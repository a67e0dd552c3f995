package org.graft.serve;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.graft.predict.LabelProbability;
import org.graft.storage.OrNull;

/**
 * What an answer says about an image.
 *
 * @param path what the client calls it
 * @param top its likeliest labels, likeliest first
 * @param labels those that it has, where an image may have several; {@code null} where it has one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Classified(String path, List<LabelProbability> top, @OrNull List<String> labels) {}

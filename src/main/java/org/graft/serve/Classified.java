package org.graft.serve;

import java.util.List;
import org.graft.predict.LabelProbability;

/**
 * What an answer says about an image.
 *
 * @param path what the client calls it
 * @param top its likeliest classes, likeliest first
 */
record Classified(String path, List<LabelProbability> top) {}

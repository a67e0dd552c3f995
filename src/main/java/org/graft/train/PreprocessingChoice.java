package org.graft.train;

import java.util.Map;

/**
 * How a preprocessing was found that nobody knew: kept with the run, which does not choose again.
 *
 * @param accuracies share of held-out images to learn from that the optimiser-free probe gets
 *     right, 0..1, by preprocessing; empty where nothing could be tried
 * @param images that were tried
 * @param reason in words
 */
public record PreprocessingChoice(Map<String, Double> accuracies, int images, String reason) {}

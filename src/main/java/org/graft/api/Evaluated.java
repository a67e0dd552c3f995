package org.graft.api;

import org.graft.image.LeftOut;
import org.graft.train.Evaluation;

/**
 * What came of a test.
 *
 * @param skipped images that could not be read
 * @param leftOut what lay beside the images and was not taken
 */
public record Evaluated(Evaluation evaluation, int skipped, LeftOut leftOut, double seconds) {}

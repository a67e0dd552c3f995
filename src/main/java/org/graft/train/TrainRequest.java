package org.graft.train;

import java.nio.file.Path;
import java.util.Optional;
import org.graft.image.Dataset;
import org.graft.image.Interpolation;
import org.graft.plan.Preprocessing;

/**
 * What to train on, and how.
 *
 * @param folder where {@code data} came from
 * @param size side of the images, in pixels
 * @param seed decides initial weights, order and dropout
 * @param fineTune what happens to the base once the head is trained
 * @param validation share of the training images held out to tell when to stop, 0..1
 * @param strict whether an unreadable image ends the work
 */
public record TrainRequest(
    Path folder,
    Dataset data,
    Recipe recipe,
    Optional<FineTune> fineTune,
    double validation,
    int size,
    Interpolation interpolation,
    Preprocessing preprocessing,
    long seed,
    boolean strict) {}

package org.graft.train;

/**
 * How a training draws what it sees.
 *
 * @param seed decides initial weights, order, dropout and what is held out
 * @param validation share of the images held out to tell the best epoch, 0..1
 * @param variants rows there are of each image; those of the first variant of all images come
 *     first, then those of the second
 */
record Sampling(long seed, double validation, int variants) {}

package org.graft.train;

/**
 * What a phase trains and how.
 *
 * @param name {@code head} or {@code fine-tune}
 * @param classes number of labels
 */
record PhaseSetup(String name, int classes, Phase phase, Loss loss, Draws draws) {}

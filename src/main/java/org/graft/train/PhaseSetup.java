package org.graft.train;

/**
 * What a phase trains and how.
 *
 * @param name {@code head} or {@code fine-tune}
 * @param task what is learned
 * @param shuffle in what order an epoch shows its examples
 */
record PhaseSetup(String name, Task task, Phase phase, Loss loss, Draws draws, Shuffle shuffle) {}

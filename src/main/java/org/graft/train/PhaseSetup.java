package org.graft.train;

import org.graft.head.Head;

/**
 * What a phase trains and how.
 *
 * @param name {@code head} or {@code fine-tune}
 */
record PhaseSetup(String name, Head head, Phase phase, Loss loss, Draws draws) {}

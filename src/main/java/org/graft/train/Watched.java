package org.graft.train;

/**
 * Images that a phase is told loss and accuracy of after each epoch, and does not learn from.
 *
 * @param heldOut whether they tell the best epoch; if not, nothing is chosen by them
 */
record Watched(Examples examples, boolean heldOut) {}

package org.graft.train;

/**
 * The second phase: part of the base is trained too.
 *
 * @param from the first layer that is trained; what lies before it stays frozen
 */
public record FineTune(String from, Phase phase) {}

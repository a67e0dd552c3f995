package org.graft.plan;

/**
 * Each cell's channels divided by their Euclidean length: {@code x / sqrt(max(sum of squares,
 * least))}. Keras {@code UnitNormalization} over the last axis.
 */
public record UnitNorm(String name, String input, double least) implements Unary {}

package org.graft.plan;

/**
 * A rectifier of any form: 0 up to {@code threshold} and x above it, at most {@code maximum}, minus
 * {@code slope * (threshold - x)} below. Keras {@code LeakyReLU} and {@code ReLU}.
 */
public record Rectify(String name, String input, double maximum, double slope, double threshold)
    implements Unary {}

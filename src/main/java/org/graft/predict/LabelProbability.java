package org.graft.predict;

/** A class and its probability, 0 to 1. */
public record LabelProbability(String label, float probability) {}

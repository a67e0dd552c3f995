package org.graft.train;

/** One line of {@code metrics.jsonl}: mean training loss (nats) and accuracy of an epoch from 1. */
public record EpochMetrics(int epoch, double loss, double accuracy) {}

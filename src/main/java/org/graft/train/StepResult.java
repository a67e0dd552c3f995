package org.graft.train;

/** The mean loss of a batch before its step, and how many of it were predicted right. */
record StepResult(double loss, int correct) {}

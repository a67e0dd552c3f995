package org.graft.plan;

/**
 * Zeroes a share {@code rate} of the values in training and scales the others by {@code 1/(1 -
 * rate)}; the identity in inference (Srivastava et al. 2014). Keras {@code Dropout}.
 */
public record Dropout(String name, String input, double rate) implements Unary {}

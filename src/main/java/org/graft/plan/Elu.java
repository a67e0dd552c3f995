package org.graft.plan;

/**
 * {@code x} where positive, else {@code alpha * (exp(x) - 1)} (Clevert et al. 2016): Keras {@code
 * ELU}.
 */
public record Elu(String name, String input, double alpha) implements Unary {}

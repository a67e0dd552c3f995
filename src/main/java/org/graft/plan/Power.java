package org.graft.plan;

/** {@code x^exponent}; no number where x is negative and the exponent not whole. */
public record Power(String name, String input, double exponent) implements Unary {}

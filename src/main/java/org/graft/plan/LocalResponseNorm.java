package org.graft.plan;

/**
 * {@code x / (bias + alpha * sum)^beta}, where the sum is of the squares of {@code radius} channels
 * to each side and the channel itself (Krizhevsky et al. 2012, section 3.3). TensorFlow's LRN; ONNX
 * LRN, whose alpha is {@code 2 * radius + 1} times as large.
 */
public record LocalResponseNorm(
    String name, String input, int radius, double bias, double alpha, double beta)
    implements Unary {}

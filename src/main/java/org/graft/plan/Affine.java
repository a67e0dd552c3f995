package org.graft.plan;

/** {@code x * scale[c] + shift[c]} for each channel c. */
public record Affine(float[] scale, float[] shift) {}

package org.graft.plan;

/** {@code min(max(x, least), most)}; an infinite bound is none. TensorFlow's clip_by_value. */
public record Clip(String name, String input, double least, double most) implements Unary {}

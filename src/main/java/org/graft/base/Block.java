package org.graft.base;

/** A named stretch of a base, up to and with the layer {@code end}. */
public record Block(String name, String end) {}

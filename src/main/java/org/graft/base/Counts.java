package org.graft.base;

/** How many of something an architecture has, with its top and without. */
public record Counts(long withTop, long withoutTop) {}

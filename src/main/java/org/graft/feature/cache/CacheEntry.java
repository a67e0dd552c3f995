package org.graft.feature.cache;

import java.time.Instant;

/**
 * The features that are kept of one frozen network.
 *
 * @param images how many images they are of
 * @param bytes what they take on the disk
 * @param used when they were last read or added to
 */
public record CacheEntry(CacheKey key, int images, long bytes, Instant used) {}

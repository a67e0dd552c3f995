package org.graft.train;

import java.time.Instant;

/**
 * What a run is called.
 *
 * @param id its folder's name
 */
public record RunName(String id, Instant started) {}

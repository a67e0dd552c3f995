package org.graft.download;

import java.nio.file.Path;

/**
 * A downloaded file in its place.
 *
 * @param fetched whether bytes came over the network; {@code false} if the file was there already
 * @param verification what it was checked against, in words
 */
public record Downloaded(Path file, boolean fetched, String verification) {}

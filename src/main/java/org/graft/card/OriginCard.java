package org.graft.card;

import java.util.Optional;

/**
 * What an exported classifier was made of.
 *
 * @param base the base's name
 * @param run the run's identifier
 * @param created when, in ISO 8601
 * @param licence of the base's weights
 */
public record OriginCard(
    String base, Optional<String> run, String created, Optional<String> licence) {}

package org.graft.serve;

import java.time.Duration;

/**
 * Connections that are open at once. One more closes the one that has longest kept the service
 * waiting for a request.
 *
 * @param all of all clients
 * @param each of one address
 * @param head time in which a connection must have sent the head of its next request
 */
public record ConnectionLimits(int all, int each, Duration head) {}

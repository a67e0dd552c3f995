package org.graft.serve;

import java.time.Duration;

/**
 * What bodies of requests may be; further ones get 413, slower ones 408.
 *
 * @param bytes of one body
 * @param waiting bytes of all bodies that are read or wait; further ones get 503
 * @param time from a request's first byte to its body's last
 */
public record BodyLimits(int bytes, long waiting, Duration time) {
  private static final int FEW_PIECES = 4096;
  private static final int SMALL_PIECE = 512;

  /** Pieces in which a body may come: many are small, but not all. */
  int pieces() {
    return FEW_PIECES + bytes / SMALL_PIECE;
  }
}

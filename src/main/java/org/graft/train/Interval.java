package org.graft.train;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells when some time has gone by, by a count of nanoseconds that nobody sets back. */
final class Interval {
  private final long nanos;
  private final LongSupplier now;
  private long begun;

  /**
   * @param now nanoseconds since any moment, as {@link System#nanoTime} counts them
   */
  Interval(Duration length, LongSupplier now) {
    this.nanos = length.toNanos();
    this.now = now;
    begin();
  }

  /** Begins anew. */
  void begin() {
    begun = now.getAsLong();
  }

  boolean isOver() {
    return now.getAsLong() - begun >= nanos;
  }
}

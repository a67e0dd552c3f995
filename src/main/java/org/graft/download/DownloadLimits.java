package org.graft.download;

import java.time.Duration;

/**
 * How long a download waits and how much it takes.
 *
 * @param connect the longest wait for a connection
 * @param stall the longest wait for the next byte
 * @param retries how often a broken connection is taken up again
 * @param pause the wait before each retry
 * @param maximumBytes the size of the largest file
 */
record DownloadLimits(
    Duration connect, Duration stall, int retries, Duration pause, long maximumBytes) {
  static final DownloadLimits DEFAULT =
      new DownloadLimits(
          Duration.ofSeconds(20), Duration.ofSeconds(30), 3, Duration.ofSeconds(2), 2L << 30);
}

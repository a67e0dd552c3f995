package org.graft.serve;

import java.time.Duration;

/**
 * What a service takes at once; what is more is refused and disturbs nobody else.
 *
 * @param threads images that are worked on at the same time
 * @param queue requests that may wait for a thread; further ones get status 503
 * @param bytes of a request's body; larger ones get 413
 * @param pixels of an image; larger ones get 400
 * @param upload time in which a body must have come; slower ones get 408
 * @param connections that are open at once; further ones wait to be accepted
 */
public record ServiceLimits(
    int threads, int queue, int bytes, long pixels, Duration upload, int connections) {
  /** For {@code threads} threads: 64 requests waiting, 16 MiB, 25 megapixels, 10 s, 256 open. */
  public static ServiceLimits of(int threads) {
    return new ServiceLimits(threads, 64, 16 << 20, 25_000_000, Duration.ofSeconds(10), 256);
  }

  public ServiceLimits withQueue(int other) {
    return new ServiceLimits(threads, other, bytes, pixels, upload, connections);
  }

  public ServiceLimits withBytes(int other) {
    return new ServiceLimits(threads, queue, other, pixels, upload, connections);
  }

  public ServiceLimits withUpload(Duration other) {
    return new ServiceLimits(threads, queue, bytes, pixels, other, connections);
  }
}

package org.graft.serve;

import java.time.Duration;

/**
 * What a service takes at once; what is more is refused and disturbs nobody else.
 *
 * @param threads images that are worked on at the same time
 * @param queue requests that may wait for a thread; further ones get status 503
 * @param body bytes, pieces and time of bodies
 * @param pixels of an image; larger ones get 400, and requests of more than four times as many 413
 * @param connections that are open at once
 * @param answer time from a request's first byte to its answer's last; later ones get 503
 */
public record ServiceLimits(
    int threads,
    int queue,
    BodyLimits body,
    long pixels,
    ConnectionLimits connections,
    Duration answer) {
  private static final int MEBIBYTE = 1 << 20;

  /**
   * For {@code threads} threads: 64 requests waiting, 16 MiB and 10 s a body and a quarter of the
   * heap for all, 25 megapixels, 256 connections and 128 of one address, 60 s.
   */
  public static ServiceLimits of(int threads) {
    return new ServiceLimits(
        threads,
        64,
        new BodyLimits(16 * MEBIBYTE, waiting(16 * MEBIBYTE), Duration.ofSeconds(10)),
        25_000_000,
        new ConnectionLimits(256, 128, Duration.ofSeconds(15)),
        Duration.ofSeconds(60));
  }

  /** A quarter of the heap, and at least two bodies. */
  private static long waiting(int bytes) {
    return Math.max(Runtime.getRuntime().maxMemory() / 4, 2L * bytes);
  }

  /** The pixels of all images of a request together. */
  long requestPixels() {
    return 4 * pixels;
  }

  public ServiceLimits withQueue(int other) {
    return new ServiceLimits(threads, other, body, pixels, connections, answer);
  }

  /** Bodies of at most so many bytes. */
  public ServiceLimits withBytes(int bytes) {
    return withBody(new BodyLimits(bytes, waiting(bytes), body.time()));
  }

  /** Images of at most so many pixels. */
  public ServiceLimits withPixels(long other) {
    return new ServiceLimits(threads, queue, body, other, connections, answer);
  }

  public ServiceLimits withBody(BodyLimits other) {
    return new ServiceLimits(threads, queue, other, pixels, connections, answer);
  }

  public ServiceLimits withConnections(ConnectionLimits other) {
    return new ServiceLimits(threads, queue, body, pixels, other, answer);
  }

  public ServiceLimits withAnswer(Duration other) {
    return new ServiceLimits(threads, queue, body, pixels, connections, other);
  }
}

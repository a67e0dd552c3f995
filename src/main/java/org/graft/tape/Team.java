package org.graft.tape;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.graft.graph.Threads;

/**
 * Workers that run a network over one batch, each over images of its own, and share the products
 * with large kernels, so that none of these is read by more than one of them.
 */
final class Team {
  /** Threads end when nothing is left to do for them, closed or not. */
  private static final int IDLE_SECONDS = 10;

  private final int size;
  private final ExecutorService threads;
  private final NativeArray in = new NativeArray();
  private final NativeArray out = new NativeArray();
  private Phaser meeting = new Phaser();
  private int workers;
  private int images;

  Team(int size) {
    this.size = size;
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            size,
            size,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(() -> alone(work), "graft-tape");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    this.threads = pool;
  }

  private static void alone(Runnable work) {
    Threads.stayAlone();
    work.run();
  }

  /** Lets {@code some} workers, numbered from 0, work on a batch, and waits for them. */
  void work(int some, int batch, IntConsumer work) {
    workers = some;
    images = batch;
    meeting = new Phaser(some);
    List<Future<?>> results = new ArrayList<>();
    for (int i = 0; i < some; i++) {
      int worker = i;
      results.add(threads.submit(() -> tell(work, worker)));
    }
    await(results);
  }

  /** Nobody waits for a worker that failed. */
  private void tell(IntConsumer work, int worker) {
    try {
      work.accept(worker);
    } catch (RuntimeException | Error e) {
      meeting.forceTermination();
      throw e;
    }
  }

  private static void await(List<Future<?>> results) {
    Throwable failure = null;
    for (Future<?> result : results) {
      try {
        result.get();
      } catch (ExecutionException e) {
        boolean first = failure == null || failure instanceof CancellationException;
        failure = first ? e.getCause() : failure;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted");
      }
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** Waits until all workers are here; what they wrote can be read then. */
  void meet() {
    if (meeting.arriveAndAwaitAdvance() < 0) {
      throw new CancellationException("another worker failed");
    }
  }

  /** How many workers there can be. */
  int size() {
    return size;
  }

  /** How many work on the present batch. */
  int workers() {
    return workers;
  }

  int images() {
    return images;
  }

  NativeArray in() {
    return in;
  }

  NativeArray out() {
    return out;
  }

  void close() {
    threads.shutdown();
    in.close();
    out.close();
  }
}

package org.graft.tape;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.graft.graph.Threads;
import org.jspecify.annotations.Nullable;

/** Workers that share the parts of a product, or of what goes in and out of it. */
final class WorkerPool {
  /** A tenth of a millisecond or so. */
  private static final int SPINS = 2000;

  /** Threads end when nothing is left to do for them, closed or not. */
  private static final int IDLE_SECONDS = 10;

  private final int size;
  private final ExecutorService threads;

  WorkerPool(int size) {
    this.size = size;
    int others = Math.max(1, size - 1);
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            others,
            others,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new Waiting(),
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

  /**
   * Work to do, looked for again and again for a while, as the next comes soon while there is any.
   */
  private static final class Waiting extends LinkedBlockingQueue<Runnable> {
    private static final long serialVersionUID = 1;

    @Override
    public Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
      spinWhile(this::isEmpty);
      return super.poll(timeout, unit);
    }
  }

  /** Waits for what is about to happen: to sleep and be woken takes longer than most products. */
  private static void spinWhile(BooleanSupplier waiting) {
    for (int i = 0; i < SPINS && waiting.getAsBoolean(); i++) {
      Thread.onSpinWait();
    }
  }

  /**
   * Has parts of some work, numbered from 0, taken one after another by whoever is free, the caller
   * among them, and waits for them. A worker that is late is not waited for. The caller is to do
   * native work by itself for the time.
   */
  void each(int parts, IntConsumer work) {
    AtomicInteger next = new AtomicInteger();
    CountDownLatch left = new CountDownLatch(parts);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Runnable taking =
        () -> {
          for (int i = next.getAndIncrement(); i < parts; i = next.getAndIncrement()) {
            try {
              work.accept(i);
            } catch (RuntimeException | Error e) {
              failure.compareAndSet(null, e);
            } finally {
              left.countDown();
            }
          }
        };
    for (int i = 1; i < size; i++) {
      threads.execute(taking);
    }
    taking.run();
    spinWhile(() -> left.getCount() > 0);
    try {
      left.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
    rethrow(failure.get());
  }

  private static void rethrow(@Nullable Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** How many workers there are. */
  int size() {
    return size;
  }

  void close() {
    threads.shutdown();
  }
}

package org.graft.serve;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.graft.failure.MalformedFileException;
import org.graft.image.Resize;
import org.graft.predict.OnnxModel;

/**
 * A few threads that classify, and a queue of bounded length before them. Requests that wait run
 * together, which is faster than one after the other; those of a file whose batches share anything
 * do not.
 */
final class Workers implements AutoCloseable {
  /** Images at which a batch takes no further request: more gain little and wait for each other. */
  private static final int ENOUGH = 4;

  /** Pixels and bytes from which a request goes to the threads for large ones. */
  private static final long LARGE_PIXELS = 4_000_000;

  private static final int LARGE_BYTES = 2 << 20;

  private final OnnxModel model;
  private final ServiceLimits limits;
  private final ThreadPoolExecutor pool;
  private final ThreadPoolExecutor large;

  Workers(OnnxModel model, ServiceLimits limits) {
    this.model = model;
    this.limits = limits;
    this.pool = pool(limits.threads(), limits.queue());
    this.large = pool(Math.max(1, limits.threads() / 2), limits.queue());
  }

  private static ThreadPoolExecutor pool(int threads, int queue) {
    return new ThreadPoolExecutor(
        threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue));
  }

  /**
   * Classifies a request's images when their turn has come.
   *
   * @param bytes of the request, of which many go to the threads for large ones at once
   * @param request called by a worker; what it throws becomes of the answer
   * @return what became of the images, in order; fails with status 400 if none can be decoded
   * @throws RequestRefusedException with status 503 if the queue is full
   */
  CompletableFuture<List<Outcome>> submit(int bytes, Supplier<List<Upload>> request) {
    Job job = new Job(request);
    if (bytes > LARGE_BYTES) {
      execute(large, () -> alone(job));
    } else {
      execute(pool, job);
    }
    return job.answer;
  }

  private static void execute(ThreadPoolExecutor threads, Runnable job) {
    try {
      threads.execute(job);
    } catch (RejectedExecutionException e) {
      throw new RequestRefusedException(
          Refusal.QUEUE, "too many requests are waiting; try again", e);
    }
  }

  /** Requests that wait for a thread. */
  int waiting() {
    return pool.getQueue().size() + large.getQueue().size();
  }

  /** Classifies a small request, and with it what else waits. */
  private void classify(Job first) {
    List<Job> jobs = new ArrayList<>();
    List<float[]> images = new ArrayList<>();
    int most = model.isBatchInvariant() ? Math.min(ENOUGH, 1 + share()) : 1;
    for (Job job = first; job != null; job = images.size() < most ? next() : null) {
      if (!job.isLarge()) {
        images.addAll(job.read());
        jobs.add(job);
      } else if (!job.answer.isDone()) {
        handOver(job);
      }
    }
    answer(jobs, images);
  }

  /** A large request keeps a thread of its own, so that small ones need not wait for it. */
  private void handOver(Job job) {
    try {
      execute(large, () -> alone(job));
    } catch (RequestRefusedException e) {
      job.answer.completeExceptionally(e);
    }
  }

  private void alone(Job job) {
    job.isLarge();
    answer(List.of(job), job.read());
  }

  private void answer(List<Job> jobs, List<float[]> images) {
    try {
      Iterator<float[]> rows = probabilities(images).iterator();
      jobs.forEach(job -> job.answer(rows));
    } catch (Throwable e) {
      jobs.forEach(job -> job.answer.completeExceptionally(e));
    }
  }

  /** One worker's part of what waits. */
  private int share() {
    int workers = pool.getCorePoolSize();
    return (pool.getQueue().size() + workers - 1) / workers;
  }

  private Job next() {
    return (Job) pool.getQueue().poll();
  }

  private List<float[]> probabilities(List<float[]> images) {
    List<float[]> rows = new ArrayList<>();
    for (int from = 0; from < images.size(); from += OnnxModel.BATCH) {
      int to = Math.min(images.size(), from + OnnxModel.BATCH);
      rows.addAll(model.probabilities(images.subList(from, to)));
    }
    return rows;
  }

  private float[] read(Upload upload) {
    Resize resize = model.resize();
    return resize.apply(upload.decoded(limits.pixels(), resize.exif()));
  }

  private void requireFew(long pixels) {
    if (pixels > limits.requestPixels()) {
      throw new RequestRefusedException(
          Refusal.PIXELS,
          "the images have %d pixels together, at most %d are taken in one request"
              .formatted(pixels, limits.requestPixels()));
    }
  }

  /** A request from the queue to its answer, which a failure is, too: nobody waits for ever. */
  private final class Job implements Runnable {
    private final CompletableFuture<List<Outcome>> answer = new CompletableFuture<>();
    private final AtomicReference<Supplier<List<Upload>>> request;
    private final IdentityHashMap<Upload, String> errors = new IdentityHashMap<>();
    private List<Upload> uploads = List.of();
    private long pixels;
    private int images;

    /** The request's bytes are let go once it is answered, be it too late. */
    Job(Supplier<List<Upload>> request) {
      this.request = new AtomicReference<>(request);
      CompletableFuture<?> unused = answer.whenComplete((found, failure) -> this.request.set(null));
    }

    @Override
    public void run() {
      classify(this);
    }

    /** Whether the images have many pixels; answers the request if they cannot be looked at. */
    boolean isLarge() {
      Supplier<List<Upload>> unread = request.getAndSet(null);
      if (unread != null) {
        try {
          uploads = unread.get();
          eachSound(Upload::pixels).forEach(its -> pixels += its);
          requireFew(pixels);
        } catch (Throwable e) {
          fail(e);
        }
      }
      return pixels > LARGE_PIXELS;
    }

    /** The images as the model takes them; none if the request is answered already. */
    List<float[]> read() {
      if (answer.isDone()) {
        return List.of();
      }
      try {
        List<float[]> read = eachSound(Workers.this::read);
        images = read.size();
        return read;
      } catch (Throwable e) {
        fail(e);
        return List.of();
      }
    }

    /**
     * What {@code look} makes of each image that it, and looks before it, can be taken at. The
     * others are told in the answer, unless they are all that there is.
     */
    private <T> List<T> eachSound(Function<Upload, T> look) {
      List<T> found = new ArrayList<>();
      MalformedFileException last = null;
      for (Upload upload : uploads) {
        if (!errors.containsKey(upload)) {
          try {
            found.add(look.apply(upload));
          } catch (MalformedFileException e) {
            last = e;
            errors.put(upload, e.getMessage());
          }
        }
      }
      if (found.isEmpty() && last != null) {
        throw new RequestRefusedException(Refusal.MALFORMED, last.getMessage(), last);
      }
      return found;
    }

    private void fail(Throwable e) {
      answer.completeExceptionally(
          e instanceof OutOfMemoryError
              ? new RequestRefusedException(Refusal.MEMORY, "no memory is left for the images", e)
              : e);
    }

    /** Takes the rows of its own images, which come next; none if none of them was read. */
    void answer(Iterator<float[]> rows) {
      if (images == 0) {
        return;
      }
      answer.complete(
          uploads.stream()
              .map(
                  upload ->
                      errors.containsKey(upload)
                          ? new Outcome(upload.name(), new float[0], errors.get(upload))
                          : new Outcome(upload.name(), rows.next(), null))
              .toList());
    }
  }

  /** Takes nothing more and waits for what is under way. */
  @Override
  public void close() {
    finish(pool);
    finish(large);
  }

  private void finish(ThreadPoolExecutor threads) {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(limits.answer().toSeconds(), TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}

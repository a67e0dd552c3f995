package org.graft.serve;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.graft.failure.MalformedFileException;
import org.graft.image.ImageDecoder;
import org.graft.image.Pixels;
import org.graft.predict.OnnxModel;
import org.graft.predict.Prediction;

/**
 * A few threads that classify, and a queue of bounded length before them. Requests that wait run
 * together, which is faster than one after the other; those of a file whose batches share anything
 * do not.
 */
final class Workers implements AutoCloseable {
  private static final int SECONDS_TO_FINISH = 30;

  /** Images at which a batch takes no further request: more gain little and wait for each other. */
  private static final int ENOUGH = 4;

  private final OnnxModel model;
  private final long pixels;
  private final ThreadPoolExecutor pool;

  Workers(OnnxModel model, ServiceLimits limits) {
    this.model = model;
    this.pixels = limits.pixels();
    this.pool =
        new ThreadPoolExecutor(
            limits.threads(),
            limits.threads(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(limits.queue()));
  }

  /**
   * Classifies a request's images when their turn has come.
   *
   * @param request called by a worker; what it throws becomes of the answer
   * @param top classes of each image
   * @return the images in order; fails with status 400 if one of them cannot be decoded
   * @throws RefusedException with status 503 if the queue is full
   */
  CompletableFuture<List<Classified>> submit(Supplier<List<Upload>> request, int top) {
    Job job = new Job(request, top);
    try {
      pool.execute(job);
    } catch (RejectedExecutionException e) {
      throw new RefusedException(503, "too many requests are waiting; try again", e);
    }
    return job.answer;
  }

  /** Requests that wait for a thread. */
  int waiting() {
    return pool.getQueue().size();
  }

  private void classify(Job first) {
    List<Job> jobs = new ArrayList<>();
    List<float[]> images = new ArrayList<>();
    int most = model.isBatchInvariant() ? Math.min(ENOUGH, 1 + share()) : 1;
    for (Job job = first; job != null; job = images.size() < most ? next() : null) {
      images.addAll(job.read());
      jobs.add(job);
    }
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
    return (waiting() + workers - 1) / workers;
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
    try {
      Pixels decoded = ImageDecoder.decode(upload.bytes(), upload.name(), pixels);
      return model.resize().apply(decoded);
    } catch (MalformedFileException e) {
      throw new RefusedException(400, e.getMessage(), e);
    }
  }

  /** A request from the queue to its answer, which a failure is, too: nobody waits for ever. */
  private final class Job implements Runnable {
    private final Supplier<List<Upload>> request;
    private final int top;
    private final CompletableFuture<List<Classified>> answer = new CompletableFuture<>();
    private List<String> names = List.of();

    Job(Supplier<List<Upload>> request, int top) {
      this.request = request;
      this.top = top;
    }

    @Override
    public void run() {
      classify(this);
    }

    /** The images as the model takes them; none if the request is answered already. */
    List<float[]> read() {
      try {
        List<Upload> uploads = request.get();
        List<float[]> images = uploads.stream().map(Workers.this::read).toList();
        names = uploads.stream().map(Upload::name).toList();
        return images;
      } catch (Throwable e) {
        answer.completeExceptionally(e);
        return List.of();
      }
    }

    /** Takes the rows of its own images, which come next. */
    void answer(Iterator<float[]> rows) {
      List<String> labels = model.card().labels();
      answer.complete(
          names.stream()
              .map(name -> new Classified(name, Prediction.top(labels, rows.next(), top)))
              .toList());
    }
  }

  /** Takes nothing more and waits for what is under way. */
  @Override
  public void close() {
    pool.shutdown();
    try {
      if (!pool.awaitTermination(SECONDS_TO_FINISH, TimeUnit.SECONDS)) {
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}

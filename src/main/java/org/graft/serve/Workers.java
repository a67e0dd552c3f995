package org.graft.serve;

import java.util.ArrayList;
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
import org.graft.predict.LabelProbability;
import org.graft.predict.OnnxModel;
import org.graft.predict.Prediction;

/** A few threads that classify, and a queue of bounded length before them. */
final class Workers implements AutoCloseable {
  private static final int SECONDS_TO_FINISH = 30;

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
   * Does {@code work} when its turn has come.
   *
   * @throws RefusedException with status 503 if the queue is full
   */
  <T> CompletableFuture<T> submit(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, pool);
    } catch (RejectedExecutionException e) {
      throw new RefusedException(503, "too many requests are waiting; try again", e);
    }
  }

  /** Requests that wait for a thread. */
  int waiting() {
    return pool.getQueue().size();
  }

  /**
   * The {@code top} likeliest classes of each image, in order; to be called by a worker.
   *
   * @throws RefusedException with status 400 for an image that cannot be decoded
   */
  List<List<LabelProbability>> classify(List<Upload> uploads, int top) {
    List<float[]> images = uploads.stream().map(this::read).toList();
    List<List<LabelProbability>> predictions = new ArrayList<>();
    for (int from = 0; from < images.size(); from += OnnxModel.BATCH) {
      int to = Math.min(images.size(), from + OnnxModel.BATCH);
      for (float[] row : model.probabilities(images.subList(from, to))) {
        predictions.add(Prediction.top(model.card().labels(), row, top));
      }
    }
    return predictions;
  }

  private float[] read(Upload upload) {
    try {
      Pixels decoded = ImageDecoder.decode(upload.bytes(), upload.name(), pixels);
      return model.resize().apply(decoded);
    } catch (MalformedFileException e) {
      throw new RefusedException(400, e.getMessage(), e);
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

package org.graft.image;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.graft.failure.MalformedFileException;
import org.graft.failure.WorkFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Images decoded and resized, batch by batch, in the order of the list. A few daemon threads work
 * ahead, by two batches at most; what comes out does not depend on them. Every batch but the last
 * is full. To be used by one thread and closed after use.
 */
public final class ImageBatches implements Iterator<ImageBatch>, AutoCloseable {
  private static final int BATCHES_AHEAD = 2;
  private static final int MOST_THREADS = 4;

  private final Iterator<LabelledImage> images;
  private int place;
  private final Reading reading;
  private final Held held;
  private final int batchSize;
  private final Deque<Pending> ahead = new ArrayDeque<>();
  private final ExecutorService pool;
  private @Nullable ImageBatch next;

  /** Knows of the image at a place in the list what reading it would give. */
  @FunctionalInterface
  public interface Held {
    Optional<float[]> find(int place);
  }

  /**
   * Batches of those images that can be read. The others are told to the reading's listener in the
   * order of the list, by the thread that asks for the batch in which they would have been; or the
   * first of them ends the batches with its exception, if the reading is strict.
   */
  ImageBatches(List<LabelledImage> images, Reading reading, Held held, int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("a batch of " + batchSize + " images");
    }
    this.images = images.iterator();
    this.reading = reading;
    this.held = held;
    this.batchSize = batchSize;
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    this.pool = Executors.newFixedThreadPool(threads, ImageBatches::daemon);
  }

  /** Waits for the next batch. Throws what {@link #next} would. */
  @Override
  public boolean hasNext() {
    if (next == null) {
      next = assemble().orElse(null);
    }
    return next != null;
  }

  /**
   * The next batch.
   *
   * @throws MalformedFileException for an unreadable image, unless such images are left out
   */
  @Override
  public ImageBatch next() {
    ImageBatch batch = hasNext() ? next : null;
    if (batch == null) {
      throw new NoSuchElementException("all batches have been read");
    }
    next = null;
    workAhead();
    return batch;
  }

  /** Ends all work ahead; no more batches come. */
  @Override
  public void close() {
    pool.shutdownNow();
    ahead.clear();
  }

  private Optional<ImageBatch> assemble() {
    int values = reading.resize().values();
    float[] pixels = new float[Math.multiplyExact(batchSize, values)];
    List<LabelledImage> members = new ArrayList<>();
    while (members.size() < batchSize) {
      workAhead();
      Pending pending = ahead.poll();
      if (pending == null) {
        break;
      }
      Optional<float[]> image = result(pending);
      if (image.isPresent()) {
        System.arraycopy(image.get(), 0, pixels, members.size() * values, values);
        members.add(pending.image());
      }
    }
    return members.isEmpty() ? Optional.empty() : Optional.of(batch(pixels, members));
  }

  private void workAhead() {
    while (ahead.size() < BATCHES_AHEAD * batchSize && images.hasNext() && !pool.isShutdown()) {
      LabelledImage image = images.next();
      int own = place++;
      ahead.add(new Pending(image, pool.submit(() -> read(image, own))));
    }
  }

  private float[] read(LabelledImage image, int own) {
    return held.find(own).orElseGet(() -> reading.read(image));
  }

  /** The image's values; empty when it was left out. */
  private Optional<float[]> result(Pending pending) {
    try {
      return Optional.of(pending.values().get());
    } catch (ExecutionException e) {
      if (!reading.strict() && e.getCause() instanceof MalformedFileException unreadable) {
        reading
            .onSkipped()
            .accept(new SkippedImage(pending.image().file(), unreadable.getMessage()));
        return Optional.empty();
      }
      close();
      throw rethrown(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new WorkFailedException("interrupted while reading " + pending.image().file(), e);
    }
  }

  private static RuntimeException rethrown(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }

  private ImageBatch batch(float[] pixels, List<LabelledImage> members) {
    boolean full = members.size() == batchSize;
    return new ImageBatch(
        full ? pixels : Arrays.copyOf(pixels, members.size() * reading.resize().values()),
        members.stream().mapToInt(LabelledImage::label).toArray(),
        members.stream().map(LabelledImage::file).toList());
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "graft-image");
    thread.setDaemon(true);
    return thread;
  }

  private record Pending(LabelledImage image, Future<float[]> values) {}
}

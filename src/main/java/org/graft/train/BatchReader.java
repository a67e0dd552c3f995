package org.graft.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.graft.failure.GraftException;
import org.graft.plan.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What enters a network in one epoch, batch by batch. Of examples on the disk a window of batches
 * is read at a time, in the order in which they lie there and by several threads, while the window
 * before is worked with; another thread puts the next batch together.
 */
final class BatchReader implements AutoCloseable {
  private static final int READERS = 4;

  private final Examples examples;
  private final int[] order;
  private final int batch;
  private final int epoch;
  private final @Nullable ExecutorService threads;
  private Window window;
  private Window ahead;
  private int at;
  private CompletableFuture<Map<String, Tensor>> next;

  /**
   * @param order the examples' places as they are to come
   * @param rows of a window; a multiple of {@code batch}
   */
  BatchReader(Examples examples, int[] order, int batch, int rows, int epoch) {
    this.examples = examples;
    this.order = order;
    this.batch = batch;
    this.epoch = epoch;
    int most = examples.areStored() ? Math.min(rows, order.length) : 0;
    this.threads = most == 0 ? null : Executors.newFixedThreadPool(READERS + 1);
    this.window = new Window(most);
    this.ahead = new Window(most);
    this.next = new CompletableFuture<>();
    if (threads != null) {
      ahead.read(0);
      putTogether();
    }
  }

  /**
   * The next batch; the last may be smaller. Not to be called for more than there are.
   *
   * @throws org.graft.failure.WorkFailedException if it cannot be read
   */
  Map<String, Tensor> next() {
    int end = Math.min(order.length, at + batch);
    if (threads == null) {
      int[] rows = Arrays.copyOfRange(order, at, end);
      at = end;
      return examples.inputs(rows, epoch);
    }
    Map<String, Tensor> inputs = joined(next);
    at = end;
    if (at < order.length) {
      putTogether();
    }
    return inputs;
  }

  private void putTogether() {
    int from = at;
    int to = Math.min(order.length, at + batch);
    next = CompletableFuture.supplyAsync(() -> inWindow(from, to), threads);
  }

  private Map<String, Tensor> inWindow(int from, int to) {
    if (from >= window.end) {
      Window done = window;
      window = ahead;
      ahead = done;
      if (window.end < order.length) {
        ahead.read(window.end);
      }
    }
    return examples.entering(window.values(from, to));
  }

  private static <T> T joined(CompletableFuture<T> work) {
    try {
      return work.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof GraftException known) {
        throw known;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    if (threads != null) {
      threads.shutdown();
    }
  }

  /** Examples in the order in which they lie on the disk, in memory that is used again. */
  private final class Window {
    private final int most;
    private float[] values = {};
    private int[] sorted = {};
    private List<CompletableFuture<Void>> stretches = List.of();
    private int end;

    Window(int most) {
      this.most = most;
    }

    /** Begins to read those from a place in the order on, as many as there is room for. */
    void read(int from) {
      if (values.length == 0) {
        values = new float[Math.multiplyExact(most, examples.width())];
      }
      end = Math.min(order.length, from + most);
      sorted = Arrays.copyOfRange(order, from, end);
      Arrays.sort(sorted);
      int each = Math.max(1, (sorted.length + READERS - 1) / READERS);
      stretches = new ArrayList<>();
      for (int first = 0; first < sorted.length; first += each) {
        int[] own = Arrays.copyOfRange(sorted, first, Math.min(sorted.length, first + each));
        int to = first * examples.width();
        stretches.add(
            CompletableFuture.runAsync(() -> examples.read(own, epoch, values, to), threads));
      }
    }

    /** Those from one place in the order up to another. */
    float[] values(int from, int to) {
      stretches.forEach(CompletableFuture::join);
      int width = examples.width();
      float[] chosen = new float[(to - from) * width];
      for (int i = from; i < to; i++) {
        int place = Arrays.binarySearch(sorted, order[i]);
        System.arraycopy(values, place * width, chosen, (i - from) * width, width);
      }
      return chosen;
    }
  }
}

package org.graft.train;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.graft.failure.GraftException;
import org.graft.plan.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of one epoch see, batch by batch. Of examples on the disk a window of batches is
 * read at a time, in the order in which they lie there, while the window before is worked with;
 * another thread makes the next batch. A batch is good until the next is asked for.
 */
final class BatchReader implements AutoCloseable {
  /** One that reads and one that makes: more take the processors from the steps. */
  private static final int THREADS = 2;

  private final Examples examples;
  private final int[] order;
  private final int batch;
  private final int epoch;
  private final Maker maker;
  private final @Nullable ExecutorService threads;
  private Window window;
  private Window ahead;
  private float[] last = {};
  private float[] before = {};
  private int at;
  private CompletableFuture<Batch> made;

  /** Makes what a step sees. */
  @FunctionalInterface
  interface Maker {
    /**
     * The batch of one step.
     *
     * @param number of the step in its epoch, from 0
     * @param rows the examples' places
     * @param inputs what enters of them
     */
    Batch batch(int number, int[] rows, Map<String, Tensor> inputs);
  }

  /**
   * @param order the examples' places as they are to come
   * @param rows of a window; a multiple of {@code batch}
   */
  BatchReader(Examples examples, int[] order, int batch, int rows, int epoch, Maker maker) {
    this.examples = examples;
    this.order = order;
    this.batch = batch;
    this.epoch = epoch;
    this.maker = maker;
    int most = examples.areStored() ? Math.min(rows, order.length) : 0;
    this.threads = most == 0 ? null : Executors.newFixedThreadPool(THREADS);
    this.window = new Window(most);
    this.ahead = new Window(most);
    this.made = new CompletableFuture<>();
    if (threads != null) {
      ahead.read(0);
      makeNext();
    }
  }

  /**
   * The next batch; the last may be smaller. Not to be called for more than there are.
   *
   * @throws org.graft.failure.WorkFailedException if it cannot be read
   */
  Batch next() {
    Batch next = threads == null ? batch(at) : joined(made);
    at = Math.min(order.length, at + batch);
    if (threads != null && at < order.length) {
      makeNext();
    }
    return next;
  }

  private void makeNext() {
    int from = at;
    made = CompletableFuture.supplyAsync(() -> batch(from), threads);
  }

  private Batch batch(int from) {
    int[] rows = Arrays.copyOfRange(order, from, Math.min(order.length, from + batch));
    Map<String, Tensor> inputs =
        threads == null ? examples.inputs(rows, epoch) : examples.entering(fromWindow(from, rows));
    return maker.batch(from / batch, rows, inputs);
  }

  /** The values of some, put into two arrays in turn: a step works with the other one. */
  private float[] fromWindow(int from, int... rows) {
    if (from >= window.end) {
      Window done = window;
      window = ahead;
      ahead = done;
      if (window.end < order.length) {
        ahead.read(window.end);
      }
    }
    int size = rows.length * examples.width();
    float[] to = before.length == size ? before : new float[size];
    before = last;
    last = to;
    window.get(rows, to);
    return to;
  }

  private static <T> T joined(CompletableFuture<T> work) {
    try {
      return work.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof GraftException known) {
        throw known;
      }
      if (e.getCause() instanceof Error failed) {
        throw failed;
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
    private CompletableFuture<Void> filled = CompletableFuture.completedFuture(null);
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
      filled = CompletableFuture.runAsync(() -> examples.read(sorted, epoch, values), threads);
    }

    /** Copies the values of some of them. */
    void get(int[] rows, float... to) {
      joined(filled);
      int width = examples.width();
      for (int i = 0; i < rows.length; i++) {
        int place = Arrays.binarySearch(sorted, rows[i]);
        System.arraycopy(values, place * width, to, i * width, width);
      }
    }
  }
}

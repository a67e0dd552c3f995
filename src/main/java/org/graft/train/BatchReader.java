package org.graft.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
 * before is worked with.
 */
final class BatchReader implements AutoCloseable {
  private static final int READERS = 4;

  private final Examples examples;
  private final int[] order;
  private final int rows;
  private final int epoch;
  private final @Nullable ExecutorService readers;
  private Window window;
  private Window next;

  /**
   * @param order the examples' places as they are to come
   * @param rows of a window; no batch lies in two
   */
  BatchReader(Examples examples, int[] order, int rows, int epoch) {
    this.examples = examples;
    this.order = order;
    this.rows = rows;
    this.epoch = epoch;
    this.readers = examples.areStored() ? Executors.newFixedThreadPool(READERS) : null;
    this.window = new Window(0, 1, List.of());
    this.next = readers == null ? window : ahead(0);
  }

  /**
   * Those from one place in the order up to another; places must ascend.
   *
   * @throws org.graft.failure.WorkFailedException if they cannot be read
   */
  Map<String, Tensor> inputs(int from, int to) {
    if (readers == null) {
      return examples.inputs(Arrays.copyOfRange(order, from, to), epoch);
    }
    while (from >= window.end) {
      window = next;
      next = window.end < order.length ? ahead(window.end) : window;
    }
    return window.part(order, from, to);
  }

  private Window ahead(int from) {
    int end = Math.min(order.length, from + rows);
    int[] sorted = Arrays.copyOfRange(order, from, end);
    Arrays.sort(sorted);
    int each = Math.max(1, (sorted.length + READERS - 1) / READERS);
    List<CompletableFuture<Map<String, Tensor>>> stretches = new ArrayList<>();
    for (int at = 0; at < sorted.length; at += each) {
      int[] own = Arrays.copyOfRange(sorted, at, Math.min(sorted.length, at + each));
      stretches.add(CompletableFuture.supplyAsync(() -> examples.inputs(own, epoch), readers));
    }
    return new Window(end, each, stretches, sorted);
  }

  @Override
  public void close() {
    if (readers != null) {
      readers.shutdown();
    }
  }

  /** Examples in the order in which they lie on the disk, in stretches of equal length. */
  private static final class Window {
    private final int end;
    private final int each;
    private final List<CompletableFuture<Map<String, Tensor>>> stretches;
    private final int[] sorted;

    Window(
        int end, int each, List<CompletableFuture<Map<String, Tensor>>> stretches, int... sorted) {
      this.end = end;
      this.each = each;
      this.stretches = stretches;
      this.sorted = sorted;
    }

    Map<String, Tensor> part(int[] order, int from, int to) {
      int[] places = new int[to - from];
      Arrays.setAll(places, i -> Arrays.binarySearch(sorted, order[from + i]));
      List<Map<String, Tensor>> read = stretches.stream().map(Window::joined).toList();
      Map<String, Tensor> part = new LinkedHashMap<>();
      for (String name : read.get(0).keySet()) {
        part.put(name, chosen(read.stream().map(stretch -> stretch.get(name)).toList(), places));
      }
      return part;
    }

    private static Map<String, Tensor> joined(CompletableFuture<Map<String, Tensor>> stretch) {
      try {
        return stretch.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof GraftException known) {
          throw known;
        }
        throw e;
      }
    }

    private Tensor chosen(List<Tensor> read, int... places) {
      int[] shape = read.get(0).shape().clone();
      int size = read.get(0).size() / shape[0];
      shape[0] = places.length;
      float[] values = new float[places.length * size];
      for (int i = 0; i < places.length; i++) {
        float[] stretch = read.get(places[i] / each).values();
        System.arraycopy(stretch, places[i] % each * size, values, i * size, size);
      }
      return new Tensor(values, shape);
    }
  }
}

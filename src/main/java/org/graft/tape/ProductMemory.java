package org.graft.tape;

import java.util.function.Consumer;
import org.graft.graph.Threads;

/** What products are made in: native memory for what enters them and what they make. */
final class ProductMemory {
  private static final long WORTH_SHARING = 2_000_000;

  /** Of a worker: so many that nobody waits long for the last one. */
  private static final int PARTS = 4;

  /** Rows or columns. */
  private static final int LEAST_PART = 16;

  private final NativeArray in = new NativeArray();
  private final NativeArray out = new NativeArray();
  private final WorkerPool helpers;

  ProductMemory() {
    this(new WorkerPool(Threads.count()));
  }

  private ProductMemory(WorkerPool helpers) {
    this.helpers = helpers;
  }

  /** Memory of one layer alone, with the same helpers. */
  ProductMemory apart() {
    return new ProductMemory(helpers);
  }

  /**
   * Does work in this room: its shares at once where it takes so many {@code products} of numbers
   * that they gain more than waking helpers costs.
   */
  void share(long products, Consumer<WorkerContext> work) {
    if (products < WORTH_SHARING) {
      work.accept(new WorkerContext(in, out, null, 0));
    } else {
      Threads.alone(() -> helpers.work(i -> work.accept(new WorkerContext(in, out, helpers, i))));
    }
  }

  /**
   * Does work on {@code count} things, in parts of which each worker takes the next when it is
   * free, where it takes so many {@code products} of numbers that this is worth it.
   */
  void each(long products, int count, Consumer<IndexRange> work) {
    int parts = Math.min(PARTS * helpers.size(), count / LEAST_PART);
    if (products < WORTH_SHARING || parts < 2 || helpers.size() == 1) {
      work.accept(new IndexRange(0, count));
    } else {
      Threads.alone(() -> helpers.each(parts, i -> work.accept(IndexRange.of(count, i, parts))));
    }
  }

  NativeArray in() {
    return in;
  }

  NativeArray out() {
    return out;
  }

  void close() {
    in.close();
    out.close();
    helpers.close();
  }
}

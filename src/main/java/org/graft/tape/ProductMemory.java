package org.graft.tape;

import java.util.function.Consumer;
import org.graft.graph.Threads;

/** What products are made in: native memory for what enters them and what they make. */
final class ProductMemory {
  private static final long WORTH_SHARING = 2_000_000;

  /** Of a worker, where a part costs little more than its products. */
  private static final int FINE = 4;

  /** Rows or columns. */
  private static final int LEAST_PART = 8;

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
   * Does work on {@code count} things, a part a worker where it takes so many {@code products} of
   * numbers that they gain more than waking helpers costs.
   */
  void share(long products, int count, Consumer<IndexRange> work) {
    share(products, count, helpers.size(), work);
  }

  /** The same in more parts, of which each worker takes the next as soon as it is free. */
  void shareFinely(long products, int count, Consumer<IndexRange> work) {
    share(products, count, FINE * helpers.size(), work);
  }

  private void share(long products, int count, int most, Consumer<IndexRange> work) {
    int parts = Math.min(most, count / LEAST_PART);
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

package org.graft.tape;

import java.util.function.Consumer;
import org.graft.graph.Threads;

/** What products are made in: native memory for what enters them and what they make. */
final class ProductMemory {
  private static final long WORTH_SHARING = 2_000_000;

  private final NativeArray in = new NativeArray();
  private final NativeArray out = new NativeArray();
  private final WorkerPool helpers;
  private final boolean keeping;

  ProductMemory() {
    this(new WorkerPool(Threads.count()), false);
  }

  private ProductMemory(WorkerPool helpers, boolean keeping) {
    this.helpers = helpers;
    this.keeping = keeping;
  }

  /** Memory of one layer alone, with the same helpers. */
  ProductMemory apart() {
    return new ProductMemory(helpers, true);
  }

  /** Whether what entered forwards is still there backwards. */
  boolean keeping() {
    return keeping;
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

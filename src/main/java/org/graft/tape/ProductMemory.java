package org.graft.tape;

import java.util.function.Consumer;
import org.graft.graph.Threads;

/** What products are made in: native memory for what enters them and what they make. */
final class ProductMemory {
  private static final long WORTH_SHARING = 2_000_000;

  private final NativeArray in = new NativeArray();
  private final NativeArray out = new NativeArray();
  private final WorkerPool helpers = new WorkerPool(Threads.count());

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

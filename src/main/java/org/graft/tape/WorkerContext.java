package org.graft.tape;

import org.jspecify.annotations.Nullable;

/**
 * Where a worker makes its part of a convolution's products.
 *
 * @param in what enters the products
 * @param out what they make
 * @param team {@code null} for a worker by itself
 */
record WorkerContext(NativeArray in, NativeArray out, @Nullable WorkerPool team, int worker) {
  /** Waits for the others. */
  void barrier() {
    if (team != null) {
      team.barrier();
    }
  }

  /** The products that are this worker's to make. */
  IndexRange of(int products) {
    return team == null
        ? new IndexRange(0, products)
        : IndexRange.of(products, worker, team.size());
  }
}

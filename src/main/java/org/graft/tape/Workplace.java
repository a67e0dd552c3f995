package org.graft.tape;

/**
 * Where a worker makes its part of a convolution's products.
 *
 * @param in what enters the products
 * @param out what they make
 * @param team {@code null} for a worker by itself
 */
record Workplace(NativeArray in, NativeArray out, Team team, int worker) {
  /** Waits for the others. */
  void meet() {
    if (team != null) {
      team.meet();
    }
  }

  /** The products that are this worker's to make. */
  Share of(int products) {
    return team == null ? new Share(0, products) : Share.of(products, worker, team.size());
  }
}

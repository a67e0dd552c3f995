package org.graft.tape;

/**
 * Where a convolution's products are made: by one worker over its own images, or by a team over
 * all.
 *
 * @param in what enters the products
 * @param out what they make
 * @param images whose products are made here
 * @param first of these images that is this worker's own
 * @param team {@code null} for a worker by itself
 */
record Workplace(NativeArray in, NativeArray out, int images, int first, Team team, int worker) {
  /** Makes room, when nobody uses what there is. */
  void hold(int entering, int leaving) {
    meet();
    if (worker == 0) {
      in.hold(entering);
      out.hold(leaving);
    }
    meet();
  }

  /** Waits for the others. */
  void meet() {
    if (team != null) {
      team.meet();
    }
  }

  /** The products that are this worker's to make. */
  Share of(int products) {
    return team == null ? new Share(0, products) : Share.of(products, worker, team.workers());
  }
}

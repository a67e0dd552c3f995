package org.graft.train;

/**
 * In what order an epoch shows its examples. Up to a bound any order is as likely as any other.
 * Beyond it the examples are shown window by window, each of which is made of runs, drawn from all,
 * of examples that lie together, so that none is read from the disk alone. Which of the two it is
 * hangs on the examples' number and width, never on where they are held.
 *
 * @param mostWhole values of all examples up to which any order is possible
 * @param window values of a window, about; as many are read ahead of examples on the disk
 * @param run values of a run, about
 */
record Shuffle(long mostWhole, int window, int run) {
  /** What fits an array is shuffled whole; windows take 128 MB, runs half a megabyte. */
  static final Shuffle USUAL = new Shuffle(Integer.MAX_VALUE - 8, 1 << 25, 1 << 17);

  /** The examples' places in the order of an epoch, from 0. */
  int[] order(Draws draws, Examples examples, int epoch, int batch) {
    int count = examples.count();
    if ((long) count * examples.width() <= mostWhole) {
      return draws.order(count, epoch);
    }
    int together = Math.max(1, run / examples.width());
    return draws.order(count, epoch, together, rows(examples.width(), batch));
  }

  /** Examples of a window: whole batches. */
  int rows(int width, int batch) {
    return Math.max(1, window / Math.max(1, width) / batch) * batch;
  }
}

package org.graft.train;

/** From which probability on a label is named. */
final class Threshold {
  private static final float HALF = 0.5f;

  private float best = HALF;
  private double most;
  private float above = 1;
  private boolean open;
  private final int of;

  private Threshold(int of) {
    this.of = of;
  }

  /**
   * The threshold of the greatest F1, midway between the probabilities on either side; of several
   * the highest. A half where images that have the label or such that do not are wanting.
   *
   * @param probabilities of a label, of images held out
   * @param has whether each of them has it
   */
  static float best(float[] probabilities, boolean... has) {
    int of = Ranking.count(has);
    if (of == 0 || of == has.length) {
      return HALF;
    }
    Threshold search = new Threshold(of);
    Ranking.cuts(probabilities, has, search::at);
    search.close(0);
    return search.best;
  }

  private void at(float last, int hits, int named) {
    close(last);
    double f1 = 2.0 * hits / (named + of);
    open = f1 > most;
    most = Math.max(most, f1);
    above = last;
  }

  /** The cut that was best lies between what is above it and what comes next. */
  private void close(float next) {
    if (open) {
      best = (above + next) / 2;
      open = false;
    }
  }
}

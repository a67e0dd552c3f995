package org.graft.tape;

import java.util.List;

/**
 * Cells put elsewhere: on a greater map, beside the channels of other inputs, or one behind the
 * other in a vector.
 *
 * @param bordered whether nothing is put into some of what is made, which is 0
 */
record MoveStep(Values in, Values out, boolean bordered, List<Move> moves) implements LayerStep {
  /**
   * Neighbouring cells.
   *
   * @param from the first cell that is read
   * @param to the first cell that is made
   * @param cells how many there are, in both
   * @param channel of each cell that is made, which the first of what is read becomes
   */
  record Move(int from, int to, int cells, int channel) {}

  @Override
  public void forward() {
    if (bordered) {
      out.clear();
    }
    int run = run();
    for (Move move : moves) {
      for (int i = 0; i < move.cells; i++) {
        float[] read = in.values()[move.from + i];
        float[] made = out.values()[move.to + i];
        int to = move.channel;
        for (int from = 0; from < in.row(); from += run) {
          System.arraycopy(read, from, made, to, run);
          to += out.channels;
        }
      }
    }
  }

  /** Values that lie one behind the other in both: an image's, or all where channels are alike. */
  private int run() {
    return in.channels == out.channels ? in.row() : in.channels;
  }

  @Override
  public void backward() {
    for (Move move : moves) {
      for (int i = 0; in.requiresGrad && i < move.cells; i++) {
        passOn(out.gradient()[move.to + i], move.channel, in.gradient()[move.from + i]);
      }
    }
  }

  private void passOn(float[] gradient, int channel, float... passed) {
    int run = run();
    int to = channel;
    for (int from = 0; from < in.row(); from += run) {
      for (int k = 0; k < run; k++) {
        passed[from + k] += gradient[to + k];
      }
      to += out.channels;
    }
  }
}

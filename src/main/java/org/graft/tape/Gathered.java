package org.graft.tape;

import java.util.Arrays;
import org.graft.plan.Shape;
import org.graft.plan.Size2d;
import org.graft.plan.Window;

/**
 * A frozen convolution by one matrix product over windows laid out one below the other: for steps
 * that skip cells, and for a few channels.
 */
final class Gathered implements Step {
  /** Values laid out at once. */
  private static final int MOST_VALUES = 1 << 18;

  private final Values in;
  private final Values out;
  private final int[][] cells;
  private final Kernel kernel;
  private final Room room;

  Gathered(Values in, Values out, int[][] cells, Kernel kernel, Room room) {
    this.in = in;
    this.out = out;
    this.cells = cells;
    this.kernel = kernel;
    this.room = room;
  }

  /** For each cell of the output the cell that each tap sees, or -1 on padding. */
  static int[][] cells(Window window, Shape in, Shape out) {
    Size2d size = window.size();
    int[][] cells = new int[out.height() * out.width()][size.height() * size.width()];
    for (int[] taps : cells) {
      Arrays.fill(taps, -1);
    }
    for (Strip strip : Strip.of(window, in, out)) {
      for (int i = 0; i < strip.cells(); i++) {
        cells[strip.to() + i][strip.tap()] = strip.from() + i;
      }
    }
    return cells;
  }

  @Override
  public void forward() {
    int taps = cells[0].length;
    int row = taps * in.row();
    int chunk = Math.min(cells.length, Math.max(1, MOST_VALUES / row));
    room.in().hold(chunk * row);
    room.out().hold(chunk * out.row());
    Matrix weights = kernel.tap(0, taps * in.channels, out.channels);
    for (int first = 0; first < cells.length; first += chunk) {
      int some = Math.min(chunk, cells.length - first);
      for (int i = 0; i < some; i++) {
        room.in().put(i * row, windows(cells[first + i]), row);
      }
      int rows = some * in.images();
      room.out()
          .matrix(0, rows, out.channels)
          .set(room.in().matrix(0, rows, taps * in.channels), weights);
      for (int i = 0; i < some; i++) {
        room.out().get(i * out.row(), out.values()[first + i], out.row());
      }
    }
    kernel.addBias(out);
  }

  /** One window an image, {@code [n, taps, channels]}. */
  private float[] windows(int... seen) {
    int channels = in.channels;
    float[] windows = room.row(0, seen.length * in.row());
    for (int tap = 0; tap < seen.length; tap++) {
      float[] cell = seen[tap] < 0 ? zeros() : in.values()[seen[tap]];
      for (int image = 0; image < in.images(); image++) {
        int to = (image * seen.length + tap) * channels;
        System.arraycopy(cell, image * channels, windows, to, channels);
      }
    }
    return windows;
  }

  private float[] zeros() {
    float[] zeros = room.row(1, in.row());
    Arrays.fill(zeros, 0, in.row(), 0);
    return zeros;
  }

  /** No parameter lies before a frozen convolution, so that nobody asks. */
  @Override
  public void backward() {}
}

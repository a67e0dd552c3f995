package org.graft.gradient;

import java.util.List;

/** Cells put elsewhere on another map, whose other cells are 0. */
record Moved(Values in, Values out, List<Strip> strips) implements Step {
  @Override
  public void forward() {
    out.clear();
    for (Strip strip : strips) {
      int size = in.rows(strip.cells()) * in.channels;
      System.arraycopy(
          in.values(), in.start(strip.from()), out.values(), out.start(strip.to()), size);
    }
  }

  @Override
  public void backward() {
    for (Strip strip : strips) {
      int from = out.start(strip.to());
      int to = in.start(strip.from());
      for (int i = 0; in.reached && i < in.rows(strip.cells()) * in.channels; i++) {
        in.gradient()[to + i] += out.gradient()[from + i];
      }
    }
  }
}

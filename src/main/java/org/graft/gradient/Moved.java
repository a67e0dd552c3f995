package org.graft.gradient;

import java.util.List;

/** Cells put elsewhere on another map, whose other cells are 0. */
record Moved(Values in, Values out, List<Run> runs) implements Step {
  @Override
  public void forward() {
    out.clear();
    for (Run run : runs) {
      int size = in.rows(run.cells()) * in.channels;
      System.arraycopy(in.values(), in.start(run.from()), out.values(), out.start(run.to()), size);
    }
  }

  @Override
  public void backward() {
    for (Run run : runs) {
      int from = out.start(run.to());
      int to = in.start(run.from());
      for (int i = 0; in.reached && i < in.rows(run.cells()) * in.channels; i++) {
        in.gradient()[to + i] += out.gradient()[from + i];
      }
    }
  }
}

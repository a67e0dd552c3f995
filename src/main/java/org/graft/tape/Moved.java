package org.graft.tape;

import java.util.List;

/** Cells put elsewhere on another map, whose other cells are 0. */
record Moved(Values in, Values out, List<Strip> strips) implements Step {
  @Override
  public void forward() {
    out.clear();
    for (Strip strip : strips) {
      for (int i = 0; i < strip.cells(); i++) {
        float[] read = in.values()[strip.from() + i];
        System.arraycopy(read, 0, out.values()[strip.to() + i], 0, in.row());
      }
    }
  }

  @Override
  public void backward() {
    for (Strip strip : strips) {
      for (int i = 0; in.reached && i < strip.cells(); i++) {
        Summed.add(out.gradient()[strip.to() + i], 1, in.gradient()[strip.from() + i], in.row());
      }
    }
  }
}

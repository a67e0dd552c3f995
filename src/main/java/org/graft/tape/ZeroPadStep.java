package org.graft.tape;

import java.util.List;

/** Cells put elsewhere on another map, whose other cells are 0. */
record ZeroPadStep(Values in, Values out, List<Strip> strips) implements LayerStep {
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
      for (int i = 0; in.requiresGrad && i < strip.cells(); i++) {
        AddStep.add(out.gradient()[strip.to() + i], 1, in.gradient()[strip.from() + i], in.row());
      }
    }
  }
}

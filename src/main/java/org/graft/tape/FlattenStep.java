package org.graft.tape;

/** A map as one vector, cell by cell. */
record FlattenStep(Values in, Values out) implements LayerStep {
  @Override
  public void forward() {
    float[] made = out.values()[0];
    for (int cell = 0; cell < in.cells; cell++) {
      for (int image = 0; image < in.images(); image++) {
        int from = image * in.channels;
        System.arraycopy(in.values()[cell], from, made, to(cell, image), in.channels);
      }
    }
  }

  @Override
  public void backward() {
    float[] gradient = out.gradient()[0];
    for (int cell = 0; in.requiresGrad && cell < in.cells; cell++) {
      for (int image = 0; image < in.images(); image++) {
        int from = to(cell, image);
        for (int c = 0; c < in.channels; c++) {
          in.gradient()[cell][image * in.channels + c] += gradient[from + c];
        }
      }
    }
  }

  private int to(int cell, int image) {
    return (image * in.cells + cell) * in.channels;
  }
}

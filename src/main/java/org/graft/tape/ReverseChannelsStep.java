package org.graft.tape;

/** The channels in reverse order. */
record ReverseChannelsStep(Values in, Values out) implements LayerStep {
  @Override
  public void forward() {
    for (int cell = 0; cell < out.cells; cell++) {
      float[] read = in.values()[cell];
      float[] made = out.values()[cell];
      for (int i = 0; i < out.row(); i++) {
        made[i] = read[reverse(i)];
      }
    }
  }

  @Override
  public void backward() {
    for (int cell = 0; in.requiresGrad && cell < out.cells; cell++) {
      for (int i = 0; i < out.row(); i++) {
        in.gradient()[cell][reverse(i)] += out.gradient()[cell][i];
      }
    }
  }

  private int reverse(int index) {
    int channel = index % in.channels;
    return index - channel + in.channels - 1 - channel;
  }
}

package org.graft.tape;

import org.graft.plan.Tensor;
import org.jspecify.annotations.Nullable;

/** A vector times what it is told: dropout in training, and the same again without a mask. */
final class DropoutStep implements LayerStep {
  private final Values in;
  private final Values out;
  private float @Nullable [] mask;

  DropoutStep(Values in, Values out) {
    this.in = in;
    this.out = out;
  }

  /** For the next batch: {@code [n, units]}, or {@code null} for nothing dropped. */
  void by(@Nullable Tensor dropout) {
    mask = dropout == null ? null : dropout.values();
  }

  @Override
  public void forward() {
    float[] read = in.values()[0];
    float[] made = out.values()[0];
    for (int i = 0; i < out.row(); i++) {
      made[i] = read[i] * factor(i);
    }
  }

  @Override
  public void backward() {
    for (int i = 0; in.requiresGrad && i < out.row(); i++) {
      in.gradient()[0][i] += out.gradient()[0][i] * factor(i);
    }
  }

  private float factor(int i) {
    return mask == null ? 1 : mask[i];
  }
}

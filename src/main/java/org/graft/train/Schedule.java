package org.graft.train;

/**
 * How long and how fast.
 *
 * @param epochs passes over the training images
 * @param batch images a step
 * @param learningRate of the optimiser at the first step
 * @param decay Keras' {@code decay}: the rate at step t is {@code learningRate / (1 + decay t)}
 * @param cosine whether the rate also falls to zero along half a cosine (Loshchilov and Hutter
 *     2017)
 */
public record Schedule(int epochs, int batch, double learningRate, double decay, boolean cosine) {
  public Schedule withEpochs(int other) {
    return new Schedule(other, batch, learningRate, decay, cosine);
  }

  public Schedule withBatch(int other) {
    return new Schedule(epochs, other, learningRate, decay, cosine);
  }

  public Schedule withLearningRate(double other) {
    return new Schedule(epochs, batch, other, decay, cosine);
  }

  /** Steps an epoch over that many images takes. */
  int batches(int images) {
    return (images + batch - 1) / batch;
  }

  /** The rate at step {@code step} of {@code steps}, counted from 0. */
  double rate(long step, long steps) {
    double decayed = learningRate / (1 + decay * step);
    return cosine ? decayed * 0.5 * (1 + Math.cos(Math.PI * step / steps)) : decayed;
  }
}

package org.graft.train;

import java.util.Arrays;
import org.graft.failure.InputException;

/**
 * How a head is trained.
 *
 * @param name what the user calls it
 * @param epochs passes over the training images
 * @param batch images a step
 * @param learningRate of RMSprop, at the first step
 * @param decay Keras' {@code decay}: the rate at step t is {@code learningRate / (1 + decay t)}
 * @param cosine whether the rate also falls to zero along half a cosine (Loshchilov and Hutter
 *     2017)
 * @param labelSmoothing share of each target spread evenly over all classes (Szegedy et al. 2016),
 *     0..1
 * @param standardized whether the head standardises the features
 * @param cataloguePreprocessing whether pixels are preprocessed as the base was trained; else raw
 */
public record Recipe(
    String name,
    int epochs,
    int batch,
    double learningRate,
    double decay,
    boolean cosine,
    double labelSmoothing,
    boolean standardized,
    boolean cataloguePreprocessing) {
  /** Width of the hidden layer, and what of it is dropped in training. */
  public static final int UNITS = 64;

  public static final double DROPOUT = 0.4;

  /** The seed article to the letter: raw pixels, RMSprop 0.003 with decay 1e-6, batches of 8. */
  public static final Recipe SEED = new Recipe("seed", 20, 8, 0.003, 1e-6, false, 0, false, false);

  /** What a careful practitioner does: preprocessing as trained, features standardised. */
  public static final Recipe SAFE = new Recipe("safe", 40, 32, 0.002, 0, true, 0.1, true, true);

  /** The recipe of that name; a user's mistake for any other. */
  public static Recipe of(String name) {
    return Arrays.asList(SAFE, SEED).stream()
        .filter(r -> r.name.equals(name))
        .findFirst()
        .orElseThrow(
            () -> new InputException("there is no recipe '" + name + "'; there are safe and seed"));
  }

  /** The same for another number of epochs. */
  public Recipe withEpochs(int other) {
    return new Recipe(
        name,
        other,
        batch,
        learningRate,
        decay,
        cosine,
        labelSmoothing,
        standardized,
        cataloguePreprocessing);
  }

  /** The same with another learning rate. */
  public Recipe withLearningRate(double other) {
    return new Recipe(
        name,
        epochs,
        batch,
        other,
        decay,
        cosine,
        labelSmoothing,
        standardized,
        cataloguePreprocessing);
  }

  /** The same with batches of another size. */
  public Recipe withBatch(int other) {
    return new Recipe(
        name,
        epochs,
        other,
        learningRate,
        decay,
        cosine,
        labelSmoothing,
        standardized,
        cataloguePreprocessing);
  }

  /** The rate at step {@code step} of {@code steps}, counted from 0. */
  double rate(int step, int steps) {
    double decayed = learningRate / (1 + decay * step);
    return cosine ? decayed * 0.5 * (1 + Math.cos(Math.PI * step / steps)) : decayed;
  }
}

package org.graft.train;

import java.util.List;
import org.graft.failure.InputException;

/**
 * How a head is trained.
 *
 * @param name what the user calls it
 * @param labelSmoothing share of each target spread evenly over all classes (Szegedy et al. 2016)
 * @param weightDecay share of each kernel that goes with every step, times the rate (decoupled;
 *     Loshchilov and Hutter 2019)
 * @param standardized whether the head standardises the features
 * @param cataloguePreprocessing whether pixels are preprocessed as the base was trained; else raw
 */
public record Recipe(
    String name,
    Schedule schedule,
    double labelSmoothing,
    double weightDecay,
    boolean standardized,
    boolean cataloguePreprocessing) {
  /** Width of the hidden layer. */
  public static final int UNITS = 64;

  /** Share of the hidden layer that is dropped in training. */
  public static final double DROPOUT = 0.4;

  /** The seed article to the letter: raw pixels, RMSprop 0.003 with decay 1e-6, batches of 8. */
  public static final Recipe SEED =
      new Recipe("seed", new Schedule(20, 8, 0.003, 1e-6, false), 0, 0, false, false);

  /** What a careful practitioner does: preprocessing as trained, features standardised. */
  public static final Recipe SAFE =
      new Recipe("safe", new Schedule(60, 32, 0.002, 0, true), 0.1, 1, true, true);

  /** The recipe of that name; a user's mistake for any other. */
  public static Recipe of(String name) {
    return List.of(SAFE, SEED).stream()
        .filter(r -> r.name.equals(name))
        .findFirst()
        .orElseThrow(
            () -> new InputException("there is no recipe '" + name + "'; there are safe and seed"));
  }

  /** The same on another schedule. */
  public Recipe with(Schedule other) {
    return new Recipe(
        name, other, labelSmoothing, weightDecay, standardized, cataloguePreprocessing);
  }
}

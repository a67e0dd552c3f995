package org.graft.train;

import java.util.List;
import org.graft.failure.InputException;
import org.graft.head.HeadStyle;
import org.graft.head.Initializer;
import org.graft.head.LayeredHead;
import org.graft.image.Exif;
import org.graft.train.optimizer.RmsProp;

/**
 * How a head is trained.
 *
 * @param name what the user calls it
 * @param cataloguePreprocessing whether pixels are preprocessed as the base was trained; else raw
 */
public record Recipe(
    String name, HeadStyle head, Phase phase, Loss loss, boolean cataloguePreprocessing) {
  /** The seed article to the letter: raw pixels, RMSprop 0.003 with decay 1e-6, batches of 8. */
  public static final Recipe SEED =
      new Recipe(
          "seed",
          new LayeredHead(64, 0.4, false, Initializer.GLOROT_UNIFORM),
          new Phase(RmsProp.KERAS, new Schedule(20, 8, 0.003, 1e-6, false), 0, 0),
          Loss.PLAIN,
          false);

  /** What a careful practitioner does: preprocessing as trained, features standardised. */
  public static final Recipe SAFE =
      new Recipe(
          "safe",
          new LayeredHead(64, 0.4, true, Initializer.GLOROT_UNIFORM),
          new Phase(RmsProp.KERAS, new Schedule(60, 32, 0.002, 0, true), 1, 0),
          new Loss(0.1, ClassWeights.NONE),
          true);

  /** The recipe of that name; a user's mistake for any other. */
  public static Recipe of(String name) {
    return List.of(SAFE, SEED).stream()
        .filter(r -> r.name.equals(name))
        .findFirst()
        .orElseThrow(
            () -> new InputException("there is no recipe '" + name + "'; there are safe and seed"));
  }

  /** What becomes of images that their files say to be turned: the article's Keras ignores it. */
  public Exif exif() {
    return name.equals(SEED.name) ? Exif.IGNORE : Exif.APPLY;
  }

  /**
   * The same with another head. A head that is solved is a control, so its targets are as they are:
   * label smoothing that the recipe has for its own head is left out.
   */
  public Recipe withHead(HeadStyle other) {
    Loss its = other.convex() ? new Loss(0, loss.classWeights(), loss.distance()) : loss;
    return new Recipe(name, other, phase, its, cataloguePreprocessing);
  }

  /** The head in a few words. */
  public String describedHead() {
    return head.described();
  }

  /** The same with its head for one base. */
  Recipe settled(HeadStyle its) {
    return new Recipe(name, its, phase, loss, cataloguePreprocessing);
  }

  public Recipe withPhase(Phase other) {
    return new Recipe(name, head, other, loss, cataloguePreprocessing);
  }

  public Recipe withLoss(Loss other) {
    return new Recipe(name, head, phase, other, cataloguePreprocessing);
  }

  public Recipe withSchedule(Schedule other) {
    return withPhase(phase.withSchedule(other));
  }
}

package org.graft.api;

import java.util.Optional;
import java.util.OptionalInt;
import org.graft.base.Base;
import org.graft.image.Exif;
import org.graft.image.Interpolation;
import org.graft.plan.Preprocessing;
import org.graft.train.Recipe;

/**
 * The form in which a base gets images.
 *
 * @param side in pixels; empty for the base's native size
 * @param exif what becomes of images that their files say to be turned; empty for the recipe's way
 * @param preparation of the pixels; empty for the recipe's way
 * @param force whether to go on although the side is too small for the base
 */
public record ImageForm(
    OptionalInt side,
    Interpolation interpolation,
    Optional<Exif> exif,
    Optional<Preparation> preparation,
    boolean force) {
  /** As base and recipe have it. */
  public static final ImageForm USUAL =
      new ImageForm(
          OptionalInt.empty(), Interpolation.NEAREST, Optional.empty(), Optional.empty(), false);

  public ImageForm withSide(int other) {
    return new ImageForm(OptionalInt.of(other), interpolation, exif, preparation, force);
  }

  public ImageForm withInterpolation(Interpolation other) {
    return new ImageForm(side, other, exif, preparation, force);
  }

  public ImageForm withExif(Exif other) {
    return new ImageForm(side, interpolation, Optional.of(other), preparation, force);
  }

  public ImageForm withPreparation(Preparation other) {
    return new ImageForm(side, interpolation, exif, Optional.of(other), force);
  }

  /** The same although images are too small for the base, to see what comes of it. */
  public ImageForm forced() {
    return new ImageForm(side, interpolation, exif, preparation, true);
  }

  /** The side for a base, in pixels. */
  int sideOn(Base base) {
    return side.orElse(base.facts().nativeSize());
  }

  Exif exifUnder(Recipe recipe) {
    return exif.orElseGet(recipe::exif);
  }

  Preparation preparationUnder(Recipe recipe) {
    return preparation.orElseGet(
        () ->
            recipe.cataloguePreprocessing()
                ? Preparation.AS_TRAINED
                : Preparation.of(Preprocessing.RAW));
  }

  /**
   * The side for a base that takes it.
   *
   * @throws org.graft.failure.InputException if it is too small, unless that is forced
   */
  int requiredOn(Base base) {
    int chosen = sideOn(base);
    if (!force) {
      base.requireSize(chosen);
    }
    return chosen;
  }
}

package org.graft.card;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Cards of classifiers that take pixels as they are stored. */
public final class ModelCards {
  private ModelCards() {}

  public static ModelCard of(
      List<String> labels,
      ImageCard images,
      String base,
      Optional<String> run,
      Optional<String> licence,
      OptionalDouble testAccuracy) {
    OriginCard origin = new OriginCard(base, run, "2026-01-02T03:04:05Z", licence);
    return new ModelCard(
        labels,
        images,
        origin,
        testAccuracy,
        InputForm.PIXELS,
        Optional.empty(),
        OptionalDouble.empty());
  }

  /** Of no run, for squares. */
  public static ModelCard of(List<String> labels, int side, String interpolation, String base) {
    return of(
        labels,
        new ImageCard(side, side, interpolation, "ignore", "tf"),
        base,
        Optional.empty(),
        Optional.empty(),
        OptionalDouble.empty());
  }
}

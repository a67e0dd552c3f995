package org.graft.api;

import java.nio.file.Path;
import java.util.Optional;
import org.graft.base.Base;
import org.graft.image.Interpolation;
import org.graft.train.Recipe;

/** A network to graft a head on. */
public record ImportedBase(Base base) {
  private static final long SEED = 123;

  /**
   * A training that is not begun: recipe {@link Recipe#SAFE}, images of the base's native size.
   *
   * @param data folder with {@code train/} and {@code test/}, or with one folder per class, of
   *     which a fifth is kept for testing
   */
  public Training on(Path data) {
    return new Training(
        base,
        data,
        Recipe.SAFE,
        Optional.empty(),
        Optional.empty(),
        0,
        base.facts().nativeSize(),
        Interpolation.NEAREST,
        Optional.empty(),
        SEED);
  }
}

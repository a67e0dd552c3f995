package org.graft.cli;

import com.beust.jcommander.Parameter;
import java.util.Optional;
import org.graft.failure.InputException;
import org.graft.image.Augmentation;

/** More images made of each training image. */
@Heading.Under(Heading.AUGMENTATION)
final class AugmentOptions {
  @Parameter(
      names = "--augment",
      description =
          "Trains on variants of the images too: any of flip, rotate, crop, colour, cutout, with"
              + " commas, each with =STRENGTH if its own is not wanted")
  private String augment;

  @Parameter(
      names = "--variants",
      validateWith = Positive.class,
      description = "Variants of each training image with --augment, itself among them; 8 if left")
  private Integer variants;

  Optional<Augmentation> asked(long seed) {
    if (augment == null) {
      if (variants != null) {
        throw new InputException("there are no variants without --augment");
      }
      return Optional.empty();
    }
    return Optional.of(
        Augmentation.of(augment, variants == null ? Augmentation.USUAL_VARIANTS : variants, seed));
  }
}

package org.graft.image;

import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.datavec.image.transform.CropImageTransform;
import org.datavec.image.transform.FlipImageTransform;
import org.datavec.image.transform.ImageTransform;
import org.datavec.image.transform.RotateImageTransform;
import org.graft.failure.Choices;
import org.graft.failure.InputException;

/** A way to change an image without changing what it shows, and how strongly by default. */
public enum Distortion {
  /** Left and right swapped in that share of the variants. */
  FLIP(0.5, 1) {
    @Override
    Optional<ImageTransform> transform(double share, SplittableRandom random, Pixels image) {
      return random.nextDouble() < share
          ? Optional.of(new FlipImageTransform(1))
          : Optional.empty();
    }
  },
  /** Turned about the centre by at most that many degrees; what is missing is mirrored. */
  ROTATE(10, 180) {
    @Override
    Optional<ImageTransform> transform(double degrees, SplittableRandom random, Pixels image) {
      float angle = (float) (degrees * symmetric(random));
      return Optional.of(new RotateImageTransform(null, 0, 0, angle, 0).borderMode(MIRRORED));
    }
  },
  /** A window somewhere in the image, each side at most that share shorter. */
  CROP(0.2, 0.9) {
    @Override
    Optional<ImageTransform> transform(double share, SplittableRandom random, Pixels image) {
      int rows = (int) (image.height() * share * random.nextDouble());
      int columns = (int) (image.width() * share * random.nextDouble());
      int top = random.nextInt(rows + 1);
      int left = random.nextInt(columns + 1);
      return Optional.of(new CropImageTransform(null, top, left, rows - top, columns - left));
    }
  },
  /** Brightness, contrast and saturation changed by at most that share. */
  COLOUR(0.3, 1) {
    @Override
    Optional<ImageTransform> transform(double share, SplittableRandom random, Pixels image) {
      return Optional.of(
          MatTransform.colours(
              1 + share * symmetric(random),
              1 + share * symmetric(random),
              1 + share * symmetric(random)));
    }
  },
  /** A grey square of that share of the shorter side (DeVries and Taylor 2017). */
  CUTOUT(0.3, 0.9) {
    @Override
    Optional<ImageTransform> transform(double share, SplittableRandom random, Pixels image) {
      int side = (int) Math.round(share * Math.min(image.width(), image.height()));
      int left = random.nextInt(image.width() - side + 1);
      int top = random.nextInt(image.height() - side + 1);
      return Optional.of(MatTransform.cutout(left, top, side));
    }
  };

  /** OpenCV's {@code BORDER_REFLECT_101}. */
  private static final int MIRRORED = 4;

  private final double usual;
  private final double most;

  Distortion(double usual, double most) {
    this.usual = usual;
    this.most = most;
  }

  /** The strength where none is asked for. */
  double usual() {
    return usual;
  }

  /** A transform drawn for an image, or none to leave it as it is. */
  abstract Optional<ImageTransform> transform(
      double strength, SplittableRandom random, Pixels image);

  /** Refuses a strength that is not above 0 or too great. */
  double checked(double strength) {
    if (strength > 0 && strength <= most) {
      return strength;
    }
    throw new InputException(
        this + "=" + strength + " is not a strength: expected above 0 and at most " + most);
  }

  /** The distortion of that name in any case; a user's mistake when there is none. */
  static Distortion of(String name) {
    return Choices.of(values(), name, "there is no augmentation '" + name + "'");
  }

  /** The name as users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static double symmetric(SplittableRandom random) {
    return 2 * random.nextDouble() - 1;
  }
}

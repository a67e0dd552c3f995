package org.graft.api;

import java.util.Optional;
import org.graft.audit.Audit;
import org.graft.audit.Looks;
import org.graft.failure.InputException;
import org.graft.image.Dataset;
import org.graft.image.Exif;
import org.graft.image.ImageSource;
import org.graft.image.Split;

/**
 * Images to be looked over before anything is learned from them.
 *
 * @param side in pixels that they are to be brought to
 * @param exif what becomes of images that their files say to be turned
 * @param seed decides the split
 */
public record Auditing(TrainingData data, int side, Exif exif, long seed) {
  private static final int USUAL_SIDE = 224;

  /** At 224 pixels a side, turned upright. */
  public static Auditing of(TrainingData data) {
    return new Auditing(data, USUAL_SIDE, Exif.APPLY, Training.SEED);
  }

  /** The same at another side, in pixels. */
  public Auditing size(int other) {
    return new Auditing(data, other, exif, seed);
  }

  /** The same with images turned as their files say, or not. */
  public Auditing exif(Exif other) {
    return new Auditing(data, side, other, seed);
  }

  /** The same parted by another seed. */
  public Auditing seed(long other) {
    return new Auditing(data, side, exif, other);
  }

  /**
   * What was found.
   *
   * @param refusal why a training would not take the images; empty if it would
   */
  public record Audited(Audit audit, Optional<String> refusal) {}

  /**
   * Looks the images over: what {@code graft audit} does.
   *
   * @throws InputException if there are no images, or features alone
   */
  public Audited run() {
    data.requireImages("an audit");
    Looks looks = new Looks(exif);
    Split split = data.parting(seed, looks);
    ImageSource source = data.source();
    Audit audit = Audit.of(source.survey(split), side, looks);
    return new Audited(audit, refusal(audit, source, split));
  }

  /** What a training would say to the same images, if it would not take them. */
  private Optional<String> refusal(Audit audit, ImageSource source, Split split) {
    try {
      Dataset dataset = source.open(split);
      if (!data.learnsFromAll()) {
        data.requireTest(dataset);
      }
      audit.requireReadable();
      if (!data.learnsFromAll()) {
        audit.requireNoLeak();
      }
      return Optional.empty();
    } catch (InputException e) {
      return Optional.of(e.getMessage());
    }
  }
}

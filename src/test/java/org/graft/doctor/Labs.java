package org.graft.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.graft.base.Base;
import org.graft.feature.Extraction;
import org.graft.image.Dataset;
import org.graft.image.Interpolation;
import org.graft.image.LabelledImage;
import org.graft.plan.Preprocessing;
import org.graft.train.Recipe;
import org.graft.train.TrainRequest;

/** What checks are tried in. */
final class Labs {
  private static final Path ANYWHERE = Path.of("data");

  /** The seed recipe with enough epochs for pictures of {@link ColourBase}. */
  static final Recipe SEED_60 =
      Recipe.SEED.withSchedule(Recipe.SEED.phase().schedule().withEpochs(60));

  private Labs() {}

  /** Of the base alone, for checks that look at no image. */
  static Lab of(Base base) {
    return of(base, request(new Dataset(List.of("a", "b"), List.of(), List.of()), Recipe.SEED));
  }

  static Lab of(Base base, TrainRequest request) {
    Patient patient = new Patient(base, request, false);
    return new Lab(patient, Clock.systemUTC(), new DoctorTest.Silent(), Extraction.PLAIN);
  }

  /** On pixels as {@link ColourBase} takes them. */
  static TrainRequest request(Dataset data, Recipe recipe) {
    return new TrainRequest(
        ANYWHERE,
        data,
        recipe,
        Optional.empty(),
        0,
        0,
        Optional.empty(),
        ColourBase.SIZE,
        Interpolation.NEAREST,
        Preprocessing.TF,
        Optional.empty(),
        1,
        true);
  }

  /** A new picture whose level of red is its label. */
  static LabelledImage painted(Path file, int label, SplittableRandom random) throws IOException {
    ImageIO.write(ColourBase.painted(label, 0, random), "png", file.toFile());
    return new LabelledImage(file, label);
  }
}

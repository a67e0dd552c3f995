package org.graft.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.graft.base.Base;
import org.graft.engine.selection.EngineSettings;
import org.graft.feature.Extraction;
import org.graft.image.Dataset;
import org.graft.image.Interpolation;
import org.graft.image.LabelledImage;
import org.graft.plan.Preprocessing;
import org.graft.train.Calibrate;
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
    return new Lab(patient, new DoctorTest.Silent(), Extraction.PLAIN);
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
        recipe.exif(),
        Preprocessing.TF,
        Optional.empty(),
        1,
        true,
        EngineSettings.USUAL,
        Calibrate.AUTO,
        null,
        false);
  }

  /** Pictures of three levels of red, in turns, with those as their labels. */
  static Dataset reds(Path folder, int train, int test) throws IOException {
    return reds(folder, train, i -> i % 3, test, i -> i % 3);
  }

  /** The same with other labels, by the pictures' places. */
  static Dataset reds(
      Path folder, int train, IntUnaryOperator toLearn, int test, IntUnaryOperator toTest)
      throws IOException {
    return new Dataset(
        List.of("dark", "red", "very red"),
        painted(folder.resolve("train"), train, i -> 0, toLearn),
        painted(folder.resolve("test"), test, i -> 0, toTest));
  }

  /** Pictures of three levels of red and three of green, in turns: nine classes. */
  static Dataset colours(Path folder, int train, int test) throws IOException {
    return new Dataset(
        IntStream.range(0, 9).mapToObj(Integer::toString).toList(),
        painted(folder.resolve("train"), train, i -> i / 3 % 3, i -> i % 9),
        painted(folder.resolve("test"), test, i -> i / 3 % 3, i -> i % 9));
  }

  private static List<LabelledImage> painted(
      Path folder, int images, IntUnaryOperator greens, IntUnaryOperator labels)
      throws IOException {
    Files.createDirectories(folder);
    SplittableRandom random = new SplittableRandom(images);
    List<LabelledImage> painted = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      Path file = folder.resolve(i + ".png");
      ImageIO.write(ColourBase.painted(i % 3, greens.applyAsInt(i), random), "png", file.toFile());
      painted.add(new LabelledImage(file, labels.applyAsInt(i)));
    }
    return painted;
  }

  /** A new picture whose level of red is its label. */
  static LabelledImage painted(Path file, int label, SplittableRandom random) throws IOException {
    ImageIO.write(ColourBase.painted(label, 0, random), "png", file.toFile());
    return new LabelledImage(file, label);
  }
}

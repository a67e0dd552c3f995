package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.graft.base.Base;
import org.graft.feature.Extraction;
import org.graft.image.Dataset;
import org.graft.image.LabelledImage;
import org.graft.image.SkippedImage;
import org.graft.plan.Preprocessing;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.train.EpochMetrics;
import org.graft.train.Recipe;
import org.graft.train.Schedule;
import org.graft.train.TrainListener;
import org.graft.train.TrainRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fault, planted alone into a healthy run, is found by its name, and none is invented. */
@Tag("oracle")
class DoctorTest {
  private static final int LEVELS = 3;
  private static final int TRAIN = 12;
  private static final int TEST = 6;

  @TempDir static Path folder;

  private static Dataset data;

  /** Nine classes: three levels of red by three of green, all dark; blue tells nothing. */
  @BeforeAll
  static void paint() throws IOException {
    List<String> labels = IntStream.range(0, LEVELS * LEVELS).mapToObj(i -> "class" + i).toList();
    List<LabelledImage> train = new ArrayList<>();
    List<LabelledImage> test = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int label = 0; label < labels.size(); label++) {
      for (int i = 0; i < TRAIN + TEST; i++) {
        Path file = folder.resolve(label + "-" + i + ".png");
        ImageIO.write(
            ColourBase.painted(label / LEVELS, label % LEVELS, random), "png", file.toFile());
        (i < TRAIN ? train : test).add(new LabelledImage(file, label));
      }
    }
    data = new Dataset(labels, train, test);
  }

  @Test
  void healthyRunIsLeftInPeace() {
    for (Base base : List.of(ColourBase.tanh(), ColourBase.normalized())) {
      Diagnosis diagnosis = diagnose(base, request());
      assertThat(diagnosis.verdict()).as(diagnosis.toString()).isEqualTo(Cause.HEALTHY);
      assertThat(diagnosis.before()).isGreaterThan(0.8);
      assertThat(diagnosis.cure()).isEmpty();
      assertThat(diagnosis.after()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RAW", "CAFFE", "TF_BGR"})
  void pixelsPreparedOtherwiseAreFoundAndCured(Preprocessing wrong) {
    Diagnosis diagnosis = diagnose(ColourBase.tanh(), request().withPreprocessing(wrong));
    assertCured(diagnosis, Cause.PREPROCESSING);
    assertThat(diagnosis.cure()).isEqualTo("Training.preparation(tf)");
    assertThat(diagnosis.changes()).containsExactly(new Change.PreparedAs(Preprocessing.TF));
  }

  @Test
  void theSeedRecipeToTheLetterIsHeldAgainstTheSafeOne() {
    Diagnosis diagnosis =
        diagnose(
            ColourBase.tanh(),
            request().withRecipe(Recipe.SEED).withPreprocessing(Preprocessing.RAW));
    assertCured(diagnosis, Cause.PREPROCESSING);
    assertThat(diagnosis.trials().stream().map(Diagnosis.Trial::remedy))
        .contains("Training.preparation(tf)", "Training.recipe(safe) Training.preparation(tf)");
    double best =
        diagnosis.trials().stream().mapToDouble(Diagnosis.Trial::score).max().orElseThrow();
    assertThat(diagnosis.trials())
        .anyMatch(t -> t.remedy().equals(diagnosis.cure()) && t.score() == best);
  }

  @Test
  void rateAHundredTimesTooHighIsFoundAndCured() {
    Recipe recipe = request().recipe();
    Schedule schedule = recipe.phase().schedule();
    Diagnosis diagnosis =
        diagnose(
            ColourBase.tanh(),
            request()
                .withRecipe(
                    recipe.withSchedule(schedule.withLearningRate(100 * schedule.learningRate()))));
    assertCured(diagnosis, Cause.LEARNING_RATE);
    assertThat(diagnosis.cure()).startsWith("Schedule.learningRate(");
  }

  @Test
  void featuresTooLargeForTheHeadAreFoundAndCured() {
    Diagnosis diagnosis = diagnose(ColourBase.large(), request());
    assertThat(diagnosis.verdict())
        .as(diagnosis.toString())
        .isIn(Cause.FEATURE_SCALE, Cause.DEAD_UNITS);
    assertCured(diagnosis, diagnosis.verdict());
    assertThat(diagnosis.cure()).isEqualTo("HeadStyle.standardizing()");
  }

  @Test
  void shuffledLabelsAreFound() {
    List<Integer> labels = new ArrayList<>(data.train().stream().map(i -> i.label()).toList());
    Collections.shuffle(labels, new Random(5));
    List<LabelledImage> train = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      train.add(new LabelledImage(data.train().get(i).file(), labels.get(i)));
    }
    Collections.sort(train, java.util.Comparator.comparing(LabelledImage::label));
    Dataset shuffled = new Dataset(data.labels(), train, data.test());
    Diagnosis diagnosis = diagnose(ColourBase.tanh(), request().withData(shuffled));
    assertThat(diagnosis.verdict()).as(diagnosis.toString()).isEqualTo(Cause.DATA);
    assertThat(diagnosis.reason()).contains("the labels say nothing about the images");
  }

  @Test
  void folderUnderAnothersNameIsFound() {
    List<LabelledImage> test =
        data.test().stream()
            .map(i -> i.label() < 2 ? new LabelledImage(i.file(), 1 - i.label()) : i)
            .toList();
    Diagnosis diagnosis =
        diagnose(
            ColourBase.tanh(), request().withData(new Dataset(data.labels(), data.train(), test)));
    assertThat(diagnosis.verdict()).as(diagnosis.toString()).isEqualTo(Cause.DATA);
    assertThat(diagnosis.reason()).contains("class0 holds class1", "class1 holds class0");
  }

  @Test
  void pictureInBothPartsIsFoundAndItsWorthMeasured() throws IOException {
    List<LabelledImage> test = new ArrayList<>(data.test());
    Path copy = folder.resolve("copy.png");
    Files.write(copy, Files.readAllBytes(data.train().get(0).file()));
    test.add(0, new LabelledImage(copy, 0));
    Diagnosis diagnosis =
        diagnose(
            ColourBase.tanh(), request().withData(new Dataset(data.labels(), data.train(), test)));
    assertThat(diagnosis.verdict()).as(diagnosis.toString()).isEqualTo(Cause.DATA);
    assertThat(diagnosis.reason()).startsWith("1 of 55 pictures to test with");
    assertThat(diagnosis.after()).isPresent();
  }

  @Test
  void headTrainedOnBatchStatisticsIsFoundAndCured() {
    Diagnosis diagnosis =
        new Doctor(new Silent(), Extraction.PLAIN)
            .diagnose(new Patient(ColourBase.normalized(), request(), true));
    assertCured(diagnosis, Cause.BATCH_NORM);
  }

  @Test
  void weightsThatAreNoneAreFoundBeforeAnyTraining() {
    Base base = ColourBase.tanh();
    int filters = base.model().weights().get("conv", Weights.BIAS).size();
    float[] kernel = base.model().weights().get("conv", Weights.KERNEL).values().clone();
    Tensor zero = new Tensor(new float[kernel.length], 1, 1, 3, filters);
    kernel[0] = Float.NaN;
    Tensor broken = new Tensor(kernel, 1, 1, 3, filters);
    for (Tensor wrong : List.of(zero, broken)) {
      Weights weights =
          Weights.builder()
              .put("conv", Weights.KERNEL, wrong)
              .put("conv", Weights.BIAS, base.model().weights().get("conv", Weights.BIAS))
              .build();
      Diagnosis diagnosis = diagnose(ColourBase.with(base, weights), request());
      assertThat(diagnosis.verdict()).isEqualTo(Cause.WEIGHTS);
      assertThat(diagnosis.layer()).contains("conv");
    }
  }

  private static void assertCured(Diagnosis diagnosis, Cause cause) {
    assertThat(diagnosis.verdict()).as(diagnosis.toString()).isEqualTo(cause);
    assertThat(diagnosis.after()).isPresent();
    assertThat(diagnosis.after().getAsDouble())
        .as(diagnosis.toString())
        .isGreaterThan(diagnosis.before() + 0.2);
  }

  private static Diagnosis diagnose(Base base, TrainRequest request) {
    return new Doctor(new Silent(), Extraction.PLAIN).diagnose(new Patient(base, request, false));
  }

  /** The seed recipe, on pixels as the base was trained with. */
  private static TrainRequest request() {
    return Labs.request(data, Labs.SEED_60);
  }

  static final class Silent implements TrainListener {
    @Override
    public void features(String part, int images, int of) {}

    @Override
    public void epoch(EpochMetrics metrics, int of) {}

    @Override
    public void fold(int fold, int of, double accuracy) {}

    @Override
    public void skipped(SkippedImage image) {}
  }
}

package org.graft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.graft.base.Base;
import org.graft.feature.Extraction;
import org.graft.image.Dataset;
import org.graft.image.LabelSets;
import org.graft.image.LabelledImage;
import org.graft.image.LeftOut;
import org.graft.image.Numbers;
import org.graft.plan.Preprocessing;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.train.Recipe;
import org.graft.train.Schedule;
import org.graft.train.TrainRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each fault, planted alone into a healthy run of labels or of numbers, is found by its name, and
 * none is invented.
 */
@Tag("oracle")
class TaskDoctorTest {
  private static final int LEVELS = 3;
  private static final int TRAIN = 12;
  private static final int TEST = 6;

  @TempDir static Path folder;

  private static final Map<Asked, Dataset> DATA = new EnumMap<>(Asked.class);

  /** What is asked of pictures of three levels of red by three of green. */
  enum Asked {
    /** Whether red and green are at least at each of the upper levels. */
    LABELS,
    /** How much red there is, and twice the green. */
    NUMBER
  }

  @BeforeAll
  static void paint() throws IOException {
    List<LabelledImage> train = new ArrayList<>();
    List<LabelledImage> test = new ArrayList<>();
    List<List<Integer>> sets = new ArrayList<>();
    List<Double> numbers = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int answer = 0; answer < LEVELS * LEVELS; answer++) {
      int red = answer / LEVELS;
      int green = answer % LEVELS;
      sets.add(labels(red, green));
      numbers.add(1000 + 10.0 * red + 35 * green);
      for (int i = 0; i < TRAIN + TEST; i++) {
        Path file = folder.resolve(answer + "-" + i + ".png");
        ImageIO.write(ColourBase.painted(red, green, random), "png", file.toFile());
        (i < TRAIN ? train : test).add(new LabelledImage(file, answer));
      }
    }
    List<String> names = List.of("red", "very red", "green", "very green");
    DATA.put(
        Asked.LABELS,
        new Dataset(names, train, List.of(), test, LeftOut.NOTHING, new LabelSets(sets)));
    DATA.put(
        Asked.NUMBER,
        new Dataset(
            List.of("number"), train, List.of(), test, LeftOut.NOTHING, new Numbers(numbers)));
  }

  private static List<Integer> labels(int red, int green) {
    List<Integer> labels = new ArrayList<>();
    for (int level = 1; level < LEVELS; level++) {
      if (red >= level) {
        labels.add(level - 1);
      }
      if (green >= level) {
        labels.add(level + 1);
      }
    }
    Collections.sort(labels);
    return labels;
  }

  @ParameterizedTest
  @EnumSource
  void healthyRunIsLeftInPeace(Asked asked) {
    for (Base base : List.of(ColourBase.tanh(), ColourBase.normalized())) {
      Diagnosis diagnosis = diagnose(base, request(asked));
      assertThat(diagnosis.verdict()).as(diagnosis.toString()).isEqualTo(Cause.HEALTHY);
      assertThat(diagnosis.score())
          .isEqualTo(asked == Asked.LABELS ? "mean average precision" : "R²");
      assertThat(diagnosis.before()).isGreaterThan(0.8);
      assertThat(diagnosis.cure()).isEmpty();
      assertThat(diagnosis.evidence())
          .containsKey(asked == Asked.LABELS ? "probe_mean_average_precision" : "probe_r2");
      for (String classesAlone : List.of("chance", "swapped_folders", "pictures_in_two_classes")) {
        assertThat(diagnosis.evidence().get(classesAlone))
            .asString()
            .startsWith("not applicable: ");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LABELS, RAW",
    "LABELS, CAFFE",
    "LABELS, TF_BGR",
    "NUMBER, RAW",
    "NUMBER, CAFFE",
    "NUMBER, TF_BGR"
  })
  void pixelsPreparedOtherwiseAreFoundAndCured(Asked asked, Preprocessing wrong) {
    Diagnosis diagnosis = diagnose(ColourBase.tanh(), request(asked).withPreprocessing(wrong));
    assertCured(diagnosis, Cause.PREPROCESSING);
    assertThat(diagnosis.cure()).isEqualTo("Training.preparation(tf)");
  }

  @ParameterizedTest
  @EnumSource
  void theSeedRecipeToTheLetterIsHeldAgainstTheSafeOne(Asked asked) {
    Diagnosis diagnosis =
        diagnose(
            ColourBase.tanh(),
            request(asked).withRecipe(Recipe.SEED).withPreprocessing(Preprocessing.RAW));
    assertCured(diagnosis, Cause.PREPROCESSING);
    assertThat(diagnosis.trials().stream().map(Diagnosis.Trial::remedy))
        .contains("Training.preparation(tf)", "Training.recipe(safe) Training.preparation(tf)");
  }

  @ParameterizedTest
  @EnumSource
  void rateAHundredTimesTooHighIsFoundAndCured(Asked asked) {
    Recipe recipe = request(asked).recipe();
    Schedule schedule = recipe.phase().schedule();
    Recipe wide = recipe.withSchedule(schedule.withLearningRate(100 * schedule.learningRate()));
    Diagnosis diagnosis = diagnose(ColourBase.tanh(), request(asked).withRecipe(wide));
    assertCured(diagnosis, Cause.LEARNING_RATE);
    assertThat(diagnosis.cure()).startsWith("Schedule.learningRate(");
  }

  @ParameterizedTest
  @EnumSource
  void featuresTooLargeForTheHeadAreFoundAndCured(Asked asked) {
    Diagnosis diagnosis = diagnose(ColourBase.large(), request(asked));
    assertThat(diagnosis.verdict())
        .as(diagnosis.toString())
        .isIn(Cause.FEATURE_SCALE, Cause.DEAD_UNITS);
    assertCured(diagnosis, diagnosis.verdict());
    assertThat(diagnosis.cure()).isEqualTo("HeadStyle.standardizing()");
  }

  @ParameterizedTest
  @EnumSource
  void answersOfOtherImagesAreFound(Asked asked) {
    Dataset data = DATA.get(asked);
    List<Integer> answers = new ArrayList<>(data.train().stream().map(i -> i.label()).toList());
    Collections.shuffle(answers, new Random(5));
    List<LabelledImage> train = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      train.add(new LabelledImage(data.train().get(i).file(), answers.get(i)));
    }
    Diagnosis diagnosis =
        diagnose(ColourBase.tanh(), request(asked).withData(with(data, train, data.test())));
    assertThat(diagnosis.verdict()).as(diagnosis.toString()).isEqualTo(Cause.DATA);
    assertThat(diagnosis.reason()).contains("say nothing about the images");
    assertThat(diagnosis.cure()).contains("labels file");
  }

  @ParameterizedTest
  @EnumSource
  void pictureInBothPartsIsFoundAndItsWorthMeasured(Asked asked) throws IOException {
    Dataset data = DATA.get(asked);
    List<LabelledImage> test = new ArrayList<>(data.test());
    Path copy = folder.resolve("copy-" + asked + ".png");
    Files.write(copy, Files.readAllBytes(data.train().get(0).file()));
    test.add(0, new LabelledImage(copy, 0));
    Diagnosis diagnosis =
        diagnose(ColourBase.tanh(), request(asked).withData(with(data, data.train(), test)));
    assertThat(diagnosis.verdict()).as(diagnosis.toString()).isEqualTo(Cause.DATA);
    assertThat(diagnosis.reason()).startsWith("1 of 55 pictures to test with");
    assertThat(diagnosis.after()).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void headTrainedOnBatchStatisticsIsFoundAndCured(Asked asked) {
    Diagnosis diagnosis =
        new Doctor(new DoctorTest.Silent(), Extraction.PLAIN)
            .diagnose(new Patient(ColourBase.normalized(), request(asked), true));
    assertThat(diagnosis.verdict()).as(diagnosis.toString()).isEqualTo(Cause.BATCH_NORM);
    assertThat(diagnosis.after().orElseThrow()).isGreaterThan(diagnosis.before());
  }

  /** Features that are the same for every image: every filter's bias alone is left. */
  @ParameterizedTest
  @EnumSource
  void deadWeightsAreFoundBeforeAnyTraining(Asked asked) {
    Base base = ColourBase.tanh();
    int filters = base.model().weights().get("conv", Weights.BIAS).size();
    Weights weights =
        Weights.builder()
            .put("conv", Weights.KERNEL, new Tensor(new float[3 * filters], 1, 1, 3, filters))
            .put("conv", Weights.BIAS, base.model().weights().get("conv", Weights.BIAS))
            .build();
    Diagnosis diagnosis = diagnose(ColourBase.with(base, weights), request(asked));
    assertThat(diagnosis.verdict()).isEqualTo(Cause.WEIGHTS);
    assertThat(diagnosis.layer()).contains("conv");
  }

  private static void assertCured(Diagnosis diagnosis, Cause cause) {
    assertThat(diagnosis.verdict()).as(diagnosis.toString()).isEqualTo(cause);
    assertThat(diagnosis.after()).isPresent();
    assertThat(diagnosis.after().getAsDouble())
        .as(diagnosis.toString())
        .isGreaterThan((1 + diagnosis.before()) / 2);
  }

  private static Diagnosis diagnose(Base base, TrainRequest request) {
    return new Doctor(new DoctorTest.Silent(), Extraction.PLAIN)
        .diagnose(new Patient(base, request, false));
  }

  private static Dataset with(Dataset data, List<LabelledImage> train, List<LabelledImage> test) {
    return new Dataset(
        data.labels(), train, List.of(), test, LeftOut.NOTHING, data.targets(), data.groups());
  }

  /** The seed recipe, on pixels as the base was trained with. */
  private static TrainRequest request(Asked asked) {
    return Labs.request(DATA.get(asked), Labs.SEED_60);
  }
}

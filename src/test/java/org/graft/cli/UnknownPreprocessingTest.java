package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.graft.engine.selection.EngineSettings;
import org.graft.image.Dataset;
import org.graft.image.Exif;
import org.graft.image.FolderRules;
import org.graft.image.ImageSource;
import org.graft.image.Interpolation;
import org.graft.image.Split;
import org.graft.plan.Preprocessing;
import org.graft.storage.Json;
import org.graft.train.Calibrate;
import org.graft.train.LiveRun;
import org.graft.train.PreprocessingChoice;
import org.graft.train.Recipe;
import org.graft.train.TrainRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A base whose preprocessing nobody knows: it is found on the images, told, and kept. */
class UnknownPreprocessingTest {
  private static final Path LOGOS = Path.of("data/logos");

  @TempDir static Path home;

  /** A network that was trained on pixels in -1..1, and is not said to have been. */
  @BeforeAll
  static void forget() throws IOException {
    done("import --keras data/networks/demo_inception.h5 --name forgotten");
    ForgottenBase.forget(home, "forgotten");
  }

  private static CommandRun done(String line) {
    return CommandRun.of(home, (Object[]) line.split(" ")).succeeded();
  }

  private static CommandRun train(String options) {
    return done(
        "train --base forgotten --data data/logos --size 32 --epochs 5 --json --runs "
            + home.resolve("runs")
            + options);
  }

  private static JsonNode record(Path folder) {
    return Json.read(folder.resolve("run.json"), JsonNode.class);
  }

  private static JsonNode record(CommandRun run) {
    return record(Path.of(run.json().path("run").asText()));
  }

  @Test
  void theOneThatServesBestIsTakenAndToldAndKept() {
    CommandRun run = train("");
    JsonNode record = record(run);
    JsonNode choice = record.path("preprocessing_choice");
    String taken = record.path("preprocessing").asText().toLowerCase(Locale.ROOT);
    assertThat(run.err())
        .contains(
            "unknown: trying 5 ways on 240 images to learn from", choice.path("reason").asText())
        .contains("took preprocessing " + taken + ": ");
    assertThat(choice.path("images").asInt()).isEqualTo(240);
    JsonNode accuracies = choice.path("accuracies");
    assertThat(accuracies.size()).isEqualTo(5);
    assertThat(accuracies).allMatch(a -> a.asDouble() <= accuracies.path(taken).asDouble());
    assertThat(accuracies.path(taken).asDouble())
        .isGreaterThan(accuracies.path("raw").asDouble() + 0.05);
    assertThat(record(train("")).path("preprocessing_choice")).isEqualTo(choice);
  }

  @Test
  void whoeverSaysItIsNotAsked() {
    CommandRun run = train(" --preprocessing raw");
    assertThat(run.err()).doesNotContain("trying");
    assertThat(record(run).path("preprocessing").asText()).isEqualTo("RAW");
    assertThat(record(run).has("preprocessing_choice")).isFalse();
    assertThat(record(train(" --recipe seed")).path("preprocessing").asText()).isEqualTo("RAW");
  }

  @Test
  void aRunThatGoesOnDoesNotChooseAgain() {
    Path runs = home.resolve("left");
    PreprocessingChoice choice = new PreprocessingChoice(Map.of("caffe", 0.5), 9, "found before");
    TrainRequest request = request().withPreprocessing(Preprocessing.CAFFE, choice);
    Path left;
    try (LiveRun live = LiveRun.begin(runs, "forgotten", request, Instant.now(), f -> {})) {
      left = live.folder();
    }
    assertThat(done("train --resume " + left).err()).doesNotContain("trying");
    assertThat(record(left).path("preprocessing").asText()).isEqualTo("CAFFE");
    assertThat(record(left).path("preprocessing_choice").path("reason").asText())
        .isEqualTo("found before");
  }

  private static TrainRequest request() {
    Dataset images = ImageSource.folder(LOGOS, FolderRules.USUAL).open(Split.withSeed(1));
    return new TrainRequest(
        LOGOS,
        images,
        Recipe.SAFE.withSchedule(Recipe.SAFE.phase().schedule().withEpochs(2)),
        Optional.empty(),
        0,
        0,
        Optional.empty(),
        32,
        Interpolation.NEAREST,
        Exif.APPLY,
        Preprocessing.RAW,
        Optional.empty(),
        1,
        false,
        EngineSettings.USUAL,
        Calibrate.AUTO,
        null,
        false);
  }

  @Test
  void featuresAndComparisonsAskTheImagesToo() throws IOException {
    Path few = DemoData.copyTo(home.resolve("part"));
    CommandRun features =
        done(
            "features --base forgotten --size 32 --data "
                + few
                + " --out "
                + home.resolve("f.npy"));
    assertThat(features.err()).contains("took preprocessing ");
    CommandRun compared =
        done(
            "compare --bases forgotten --size 32 --epochs 2 --json --data "
                + few
                + " --runs "
                + home.resolve("compared"));
    assertThat(compared.err()).contains("took preprocessing ");
  }

  @Test
  void tooFewImagesTellNothing() throws IOException {
    Path few = home.resolve("few");
    for (String brand : new String[] {"Alvero", "Brimsol"}) {
      for (String part : new String[] {"train", "test"}) {
        Path folder = Files.createDirectories(few.resolve(part).resolve(brand));
        Files.copy(LOGOS.resolve(part + "/" + brand + "/001.jpg"), folder.resolve("001.jpg"));
      }
    }
    CommandRun run =
        done(
            "train --base forgotten --size 32 --epochs 1 --json --data "
                + few
                + " --runs "
                + home.resolve("runs"));
    assertThat(record(run).path("preprocessing_choice").path("reason").asText())
        .isEqualTo("too few images of a class to tell preprocessings apart");
  }
}

package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.graft.storage.AtomicFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code features --out FOLDER}, and heads that learn from the folder without the images. */
class GivenFeaturesTest {
  @TempDir private Path home;

  private Path data;
  private Path features;

  @BeforeEach
  void importBase() throws IOException {
    data = DemoData.copyTo(home.resolve("data"));
    features = home.resolve("features");
    done("import", "--keras", DemoData.VGG);
  }

  @Test
  void theyTrainWhatTheImagesTrain() throws IOException {
    String images = train("--base", "demo_vgg", "--size", 32, "--data", data);
    extract();
    deleteImages();
    String given = train("--features", features);
    Path before = Path.of(images).resolve("model");
    try (Stream<Path> files = Files.walk(before)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Path.of(given).resolve("model").resolve(before.relativize(file)))
            .hasSameBinaryContentAs(file);
      }
    }
    assertThat(Files.readString(Path.of(given, "predictions.csv")).replace("features/", "data/"))
        .isEqualTo(Files.readString(Path.of(images, "predictions.csv")));
    assertThat(Path.of(given, "report.html")).exists();
  }

  /** A run that began with features goes on, is repeated, tested and exported like any other. */
  @Test
  void aRunOnThemIsLikeAnyOther() throws IOException {
    extract();
    deleteImages();
    String run = train("--features", features);
    Path runs = home.resolve("runs");
    done("train", "--like", run, "--seed", 5, "--runs", runs);
    done("evaluate", "--run", run, "--data", features);
    Path file = home.resolve("model.onnx");
    done("export", "--run", run, "--format", "onnx", "--out", file);
    assertThat(file).exists();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--size 48                   | image size 32x32, and 48x48 is wanted",
        "--interpolation bilinear    | interpolation nearest, and bilinear is wanted",
        "--exif ignore               | EXIF apply, and ignore is wanted",
        "--preprocessing tf          | with preprocessing caffe, and not what is wanted",
        "--fine-tune-from block3     | holds features of layer",
        "--augment flip              | without images none can be varied",
        "--data elsewhere            | --features stands in place of --data",
      })
  void whatTheyAreNotIsToldInOneLine(String options, String problem) {
    extract();
    List<Object> line = new ArrayList<>(List.of("train", "--runs", home.resolve("runs")));
    line.addAll(List.of("--features", features));
    line.addAll(List.of((Object[]) options.strip().split(" ")));
    refused(problem, line.toArray());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "features.json#\"rows\":27#\"rows\":26#             | expected [26, ",
        "features.json#\"width\":128#\"width\":2147483647#  | expected [27, 2147483647]",
        "features.json#features-00000#../features-00000#    | is no plain name",
        "features.json#\"format\":1#\"format\":9#           | it is of format 9, expected 1",
        "manifest.csv#test/Cantavo/00[0-9].jpg.*\\n##       | it names 26 images",
        "manifest.csv#(train,)\\w{64}#$1zzzz#               | is no SHA-256",
      })
  void aFolderThatLiesIsToldInOneLine(String change, String problem) throws IOException {
    extract();
    String[] parts = change.strip().split("#", -1);
    Path file = features.resolve(parts[0]);
    String before = Files.readString(file).replace("\" : ", "\":");
    String after = before.replaceFirst(parts[1], parts[2]);
    assertThat(after).isNotEqualTo(before);
    Files.writeString(file, after);
    refused(problem, "train", "--runs", home.resolve("runs"), "--features", features);
  }

  @Test
  void whatIsMissingIsToldInOneLine() throws IOException {
    refused("holds no features: expected features.json", "train", "--features", data);
    Object[] line = {"features", "--base", "demo_vgg", "--size", 32, "--data", data, "--out"};
    refused(
        "expected FILE.npy for an array, or a folder's name",
        CommandRun.line(line, "features.bin"));
    extract();
    refused("is not empty", CommandRun.line(line, features));
    Files.delete(features.resolve("features-00000.npy"));
    refused("features-00000.npy", "train", "--features", features);
  }

  @Test
  void whatLooksAtImagesAsksForThem() throws IOException {
    extract();
    deleteImages();
    Path runs = home.resolve("runs");
    refused("and an audit looks at images", "audit", "--data", features);
    Object[] line = {"--base", "demo_vgg", "--data", features, "--size", 32, "--runs", runs};
    refused("and a diagnosis looks at images", CommandRun.line("doctor", line));
    assertThat(runs).doesNotExist();
  }

  @Test
  void theyAreNotWrittenOfWhatHasNoImages() throws IOException {
    extract();
    deleteImages();
    Path again = home.resolve("again");
    Object[] line = {"features", "--base", "demo_vgg", "--size", 32, "--data", features};
    refused("is not there to be read", CommandRun.line(line, "--out", again));
    assertThat(again).doesNotExist();
  }

  /** A base at the base rate is compared like any other; nobody can say why it is there. */
  @Test
  void basesAreComparedOnThem() throws IOException {
    extract();
    deleteImages();
    Object[] line = {"compare", "--bases", "demo_vgg", "--data", features, "--size", 32};
    CommandRun run =
        done(CommandRun.line(line, "--epochs", 1, "--runs", home.resolve("runs"), "--json"));
    assertThat(run.json().path("rows")).hasSize(1);
  }

  private void extract() {
    done("features", "--base", "demo_vgg", "--size", 32, "--data", data, "--out", features);
  }

  /** With all that was kept of them. */
  private void deleteImages() throws IOException {
    for (Path folder : List.of(data, home.resolve("cache"))) {
      AtomicFile.deleteTree(folder);
    }
  }

  private String train(Object... options) {
    Object[] line = {"train", "--epochs", 3, "--early-stopping", 2, "--json"};
    CommandRun run = done(CommandRun.line(line, "--runs", home.resolve("runs"), options));
    return run.json().path("run").asText();
  }

  private CommandRun done(Object... line) {
    return CommandRun.of(home, line).succeeded();
  }

  private void refused(String problem, Object... line) {
    CommandRun run = CommandRun.of(home, line);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines().filter(told -> told.startsWith("graft: ")))
        .singleElement()
        .asString()
        .contains(problem);
  }
}

package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.graft.fixture.RealData;
import org.graft.storage.Csv;
import org.graft.storage.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --labels}: labels in a file do what folders do. */
class LabelsOptionTest {
  @TempDir Path home;

  @BeforeEach
  void importBase() {
    assertThat(CommandRun.of(home, "import", "--keras", DemoData.VGG).exitCode()).isZero();
  }

  @Test
  void csvOf27LogosGivesTheRunThatFoldersGive() throws IOException {
    Path logos = RealData.require("logos");
    sameRun(logos, table(logos, true), List.of("--epochs", "3"));
  }

  @Test
  void splitAndHoldOutAreThoseOfFolders() throws IOException {
    Path data = DemoData.copyTo(home.resolve("data")).resolve("train");
    sameRun(data, table(data, false), List.of("--early-stopping", "3", "--folds", "2"));
  }

  @Test
  void everyCommandTakesIt() throws IOException {
    Path data = DemoData.copyTo(home.resolve("data"));
    Path table = jsonLines(data);
    Object[] given = {"--data", data, "--labels", table, "--json"};

    JsonNode audit = run("audit", given, "--size", 32);
    assertThat(audit.path("train").asInt()).isEqualTo(18);
    assertThat(audit.path("test").asInt()).isEqualTo(9);
    assertThat(audit.path("refusal").isNull()).isTrue();
    assertThat(run("features", given, "--base", "demo_vgg", "--size", 32).path("images").asInt())
        .isEqualTo(27);
    Object[] training = {"--size", 32, "--epochs", 2, "--runs", home.resolve("runs")};
    JsonNode compared = run("compare", given, CommandRun.line(training, "--bases", "demo_vgg"));
    String run = compared.at("/rows/0/run").asText();
    assertThat(run).as(compared.toString()).isNotEmpty();
    assertThat(run("doctor", given, CommandRun.line(training, "--base", "demo_vgg")).has("verdict"))
        .isTrue();
    JsonNode evaluated = run("evaluate", given, "--run", run, "--runs", home.resolve("runs"));
    assertThat(evaluated.path("images").asInt()).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "path,label;train/Alvero/001.jpg,x;none.jpg,y | line 3: there is no",
        "path,labels;train/Alvero/001.jpg,x | it has the column labels: expected label",
        "path,label;train/Alvero/001.jpg,x;train/Alvero/002.jpg,x | only one label to learn",
        "path,label,weight;train/Alvero/001.jpg,x,1 | unknown column 'weight'",
        "path,label,number;train/Alvero/001.jpg,x,1 | mixed tasks",
      })
  void badLabelsEndInOneLineAndWriteNothing(String text, String problem) throws IOException {
    Path data = DemoData.copyTo(home.resolve("data"));
    Path table = Files.writeString(home.resolve("x.csv"), text.replace(';', '\n'));
    CommandRun run =
        CommandRun.of(
            home,
            "train",
            "--base",
            "demo_vgg",
            "--data",
            data,
            "--labels",
            table,
            "--size",
            32,
            "--runs",
            home.resolve("runs"));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("graft: ")
        .contains(problem);
    assertThat(home.resolve("runs")).doesNotExist();
  }

  @Test
  void foldersOrAFileSayWhatClassesAreCalled() throws IOException {
    Path data = DemoData.copyTo(home.resolve("data"));
    CommandRun run =
        CommandRun.of(
            home, "audit", "--data", data, "--labels", jsonLines(data), "--labels-from", "top");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--labels-from is about folders");
  }

  /** Same weights and metrics, to the bit. */
  private void sameRun(Path data, Path table, List<String> options) throws IOException {
    List<Object> line =
        new ArrayList<>(List.of("--base", "demo_vgg", "--size", 32, "--no-cache", "--json"));
    line.addAll(options);
    line.addAll(List.of("--runs", home.resolve("runs"), "--data", data));
    Path folders = Path.of(run("train", line.toArray()).path("run").asText());
    line.addAll(List.of("--labels", table));
    Path labels = Path.of(run("train", line.toArray()).path("run").asText());

    try (Stream<Path> files = Files.walk(folders.resolve("model"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(labels.resolve(folders.relativize(file))).hasSameBinaryContentAs(file);
      }
    }
    for (String name : List.of("predictions.csv", "confusion.csv", "test_images.csv")) {
      assertThat(labels.resolve(name)).hasSameBinaryContentAs(folders.resolve(name));
    }
    JsonNode one = Json.parse(Files.readString(folders.resolve("run.json")), folders);
    JsonNode other = Json.parse(Files.readString(labels.resolve("run.json")), labels);
    for (String field :
        List.of("test_accuracy", "images", "labels", "cross_validation", "recipe")) {
      assertThat(other.path(field)).isEqualTo(one.path(field));
    }
  }

  /** Every image of a folder with its class, in no order. */
  private Path table(Path data, boolean split) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path image : images(data)) {
      Path path = data.relativize(image);
      String label = image.getParent().getFileName().toString();
      lines.add(split ? Csv.line(path, label, path.getName(0)) : Csv.line(path, label));
    }
    Collections.shuffle(lines, new Random(5));
    lines.add(0, split ? "path,label,split" : "path,label");
    return Files.write(home.resolve("labels.csv"), lines);
  }

  private Path jsonLines(Path data) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path image : images(data)) {
      Path path = data.relativize(image);
      lines.add(
          String.format(
              "{\"path\":\"%s\",\"label\":\"%s\",\"split\":\"%s\"}",
              path, path.getName(1), path.getName(0)));
    }
    return Files.write(home.resolve("labels.jsonl"), lines);
  }

  private static List<Path> images(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files.filter(Files::isRegularFile).filter(f -> !f.endsWith("README.md")).toList();
    }
  }

  private JsonNode run(String command, Object[] given, Object... more) {
    return CommandRun.of(home, CommandRun.line(command, given, more)).succeeded().json();
  }
}

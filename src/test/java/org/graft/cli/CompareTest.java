package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.graft.base.Base;
import org.graft.base.BaseStore;
import org.graft.experiment.CellKey;
import org.graft.experiment.CellNote;
import org.graft.image.KnownDigests;
import org.graft.storage.AtomicFile;
import org.graft.train.LiveRun;
import org.graft.train.RunFolder;
import org.graft.train.TrainRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Seeds, settings and controls of a comparison; what is done is not done again. */
class CompareTest {
  @TempDir static Path home;

  @BeforeAll
  static void importBase() throws IOException {
    DemoData.copyTo(home.resolve("data"));
    done("import", "--keras", DemoData.VGG);
  }

  @Test
  void aCellOfAnotherEngineIsAnother() {
    Path runs = home.resolve("engines");
    compare(runs, "--epochs", 1, "--engine", "samediff");
    CommandRun other = compare(runs, "--epochs", 1, "--engine", "onnxruntime");
    assertThat(other.err()).doesNotContain("trained already");
    assertThat(compare(runs, "--epochs", 1, "--engine", "samediff", "--no-cache").err())
        .contains("trained already");
  }

  @Test
  void seedsAreTakenTogetherAndFinishedCellsReused() {
    Path runs = home.resolve("seeds");
    JsonNode first = compare(runs, "--epochs", 16, "--seeds", "1,2").json();
    JsonNode row = first.path("rows").path(0);
    double one = row.path("cells").path(0).path("test_accuracy").asDouble();
    double two = row.path("cells").path(1).path("test_accuracy").asDouble();
    assertThat(row.path("test_accuracy").asDouble()).isCloseTo((one + two) / 2, within(1e-12));
    assertThat(row.path("spread").asDouble())
        .isCloseTo(Math.abs(one - two) / Math.sqrt(2), within(1e-12));
    assertThat(row.path("parameters").asLong()).isGreaterThan(1000);
    assertThat(RunFolder.all(runs)).hasSize(2);

    CommandRun again = compare(runs, "--epochs", 16, "--seeds", "1,2,3");
    JsonNode cells = again.json().path("rows").path(0).path("cells");
    assertThat(cells.findValuesAsText("reused")).containsExactly("true", "true", "false");
    assertThat(again.err()).contains("trained already");
    assertThat(RunFolder.all(runs)).hasSize(3);
    compare(runs, "--epochs", 17, "--seeds", "1");
    assertThat(RunFolder.all(runs)).hasSize(4);
  }

  /** One line for the base and one for the base rate, on the page and in a picture of their own. */
  private static void requireCurves(Path report) throws Exception {
    assertThat(Files.readString(report)).contains("Learning curves", "Training accuracy");
    Path picture = report.resolveSibling("curves.svg");
    NodeList paths =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(picture.toFile())
            .getElementsByTagName("path");
    List<String> drawn =
        IntStream.range(0, paths.getLength())
            .mapToObj(i -> ((Element) paths.item(i)).getAttribute("class"))
            .toList();
    assertThat(drawn).containsExactly("line first", "line level", "line first", "line level");
  }

  @Test
  void controlsStandBesideTheRows() throws Exception {
    JsonNode json = compare(home.resolve("controls"), "--epochs", 8).json();
    assertThat(json.path("controls").findValuesAsText("name"))
        .containsExactly("base rate", "chance", "probe", "permuted labels");
    assertThat(json.path("controls").path(0).path("test_accuracy").asDouble())
        .isCloseTo(1 / 3.0, within(1e-12));
    JsonNode permuted = json.path("controls").path(3);
    assertThat(permuted.path("verdict").asText()).isEqualTo("base-rate");
    assertThat(permuted.path("accuracies")).hasSize(6);
    assertThat(permuted.path("ci95").path(0).asDouble()).isLessThanOrEqualTo(1 / 3.0);
    Path report = Path.of(json.path("report").asText());
    assertThat(Files.readString(report)).contains("permuted labels").doesNotContain("<script");
    Files.delete(report);
    done("report", report.getParent());
    assertThat(report).exists();
    requireCurves(report);
    for (Path run : RunFolder.all(home.resolve("controls"))) {
      String record = Files.readString(run.resolve("run.json"));
      Files.writeString(run.resolve("run.json"), "{");
      done("report", report.getParent());
      assertThat(Files.readString(report)).doesNotContain("Learning curves");
      Files.writeString(run.resolve("run.json"), record);
      Files.writeString(run.resolve("metrics.jsonl"), "{");
      done("report", report.getParent());
      assertThat(Files.readString(report)).doesNotContain("Learning curves");
      AtomicFile.deleteTree(run);
      done("report", report.getParent());
    }
  }

  @Test
  void everySettingOfAGridIsARow() {
    JsonNode rows =
        compare(home.resolve("grid"), "--epochs", 16, "--grid", "learning-rate=0.002|0.003")
            .json()
            .path("rows");
    assertThat(rows.findValuesAsText("learning_rate")).containsExactly("0.002", "0.003");
    assertThat(rows.findValuesAsText("size")).containsExactly("32", "32");
  }

  @Test
  void aComparisonThatWasLeftGoesOn() {
    Path runs = home.resolve("left");
    String data = home.resolve("data").toString();
    TrainRequest request =
        AskedOf.base(home, "demo_vgg", "--data", data, "--size", "32", "--epochs", "2");
    Base base = new BaseStore(home).load("demo_vgg");
    CellNote note =
        new CellNote(new CellKey(request.data(), KnownDigests.NONE).of(base, request), null, null);
    LiveRun live = LiveRun.begin(runs, "demo_vgg", request, Instant.now(), note::write);
    live.close();
    CommandRun run = compare(runs, "--epochs", 2);
    assertThat(run.err()).contains("begun already, goes on");
    assertThat(RunFolder.all(runs)).isEqualTo(List.of(live.folder()));
    assertThat(RunFolder.isFinished(live.folder())).isTrue();
  }

  private static CommandRun compare(Path runs, Object... more) {
    List<Object> line =
        new ArrayList<>(
            List.of("compare", "--bases", "demo_vgg", "--size", 32, "--json", "--force"));
    line.addAll(List.of("--data", home.resolve("data"), "--runs", runs));
    line.addAll(List.of(more));
    return done(line.toArray());
  }

  private static CommandRun done(Object... arguments) {
    return CommandRun.of(home, arguments).succeeded();
  }
}

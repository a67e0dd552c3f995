package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.graft.engine.Precision;
import org.graft.engine.selection.EngineChoice;
import org.graft.engine.selection.EngineSettings;
import org.graft.fixture.OtherProcess;
import org.graft.storage.AtomicFile;
import org.graft.storage.RecordCopy;
import org.graft.train.LiveRun;
import org.graft.train.RunFolder;
import org.graft.train.TrainRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that were left: how they show, what is refused of them, and how they go on. */
class UnfinishedRunTest {
  private static final String TRAIN =
      "train --base demo_vgg --data DATA --size 32 --epochs 3 --augment flip,crop --variants 2"
          + " --fine-tune-from block2_conv1 --fine-tune-epochs 2 --runs HOME/whole --json";

  @TempDir static Path home;

  private static Path whole;

  @BeforeAll
  static void train() throws IOException {
    DemoData.copyTo(home.resolve("data"));
    done("import --keras data/networks/demo_vgg.h5");
    whole = Path.of(done(TRAIN).json().path("run").asText());
  }

  @Test
  void aRunLeftBeforeItsFirstEpochEndsAsOneThatWasNot() throws IOException {
    Path runs = home.resolve("left");
    Path left = leave(runs);
    assertThat(graft("runs --runs " + runs).out()).containsPattern("demo_vgg .* unfinished");
    JsonNode listed = done("runs --json --runs " + runs).json().path("runs").path(0);
    assertThat(listed.path("status").asText()).isEqualTo("unfinished");
    assertThat(listed.path("test_accuracy").isNull()).isTrue();
    CommandRun refused = graft("evaluate --data DATA --run " + left);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualToIgnoringNewLines(
            "graft: run %s is not finished; graft train --resume %s goes on with it"
                .formatted(left, left));
    done("train --resume " + left);
    assertThat(
            Files.mismatch(left.resolve("model/weights.npz"), whole.resolve("model/weights.npz")))
        .isEqualTo(-1);
    assertThat(left.resolve("training.json")).doesNotExist();
    assertThat(left.resolve("checkpoints")).doesNotExist();
    assertThat(untimed(left)).isEqualTo(untimed(whole)).hasSize(5);
    assertThat(graft("train --resume " + left).err()).contains("is finished");
  }

  @Test
  void theNewestIsResumedWhereNoneIsNamed() throws IOException {
    Path runs = home.resolve("newest");
    Path left = leave(runs);
    done("train --resume --runs " + runs);
    assertThat(left.resolve("run.json")).exists();
    assertThat(graft("train --resume --runs " + runs).err()).contains("there is no unfinished run");
  }

  @Test
  void aRunGoesOnByTheEngineItWasBegunWith() {
    Path runs = home.resolve("engine");
    EngineSettings begun = new EngineSettings(EngineChoice.ONNXRUNTIME, Precision.FLOAT32, false);
    Path left = leave(runs, RecordCopy.of(request(), TrainRequest::engines).with(begun));
    CommandRun other = graft("train --engine samediff --resume " + left);
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err())
        .contains(
            "the run was begun with --engine onnxruntime --precision float32 and goes on with them");
    assertThat(done("train --resume " + left + " --json").json().path("engine").asText())
        .isEqualTo("onnxruntime");
  }

  @Test
  void otherOptionsBesidesAreRefused() {
    CommandRun run = graft("train --resume x --epochs 7");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("unknown option --epochs");
  }

  @Test
  void aRunUnderWayIsNotTakenUpTwice() {
    Path runs = home.resolve("twice");
    try (LiveRun live = LiveRun.begin(runs, "demo_vgg", request(), Instant.now(), f -> {})) {
      assertThat(graft("runs --runs " + runs).out()).contains("running");
      CommandRun second = graft("train --resume " + live.folder());
      assertThat(second.exitCode()).isEqualTo(2);
      assertThat(second.err()).contains("is being trained by another process");
    }
  }

  @Test
  void anotherProcessSeesThatARunIsUnderWayAndDoesNotTakeIt() throws Exception {
    Path runs = home.resolve("owned");
    try (LiveRun live = LiveRun.begin(runs, "demo_vgg", request(), Instant.now(), f -> {})) {
      Files.readString(live.folder().resolve("training.json"));
      String seen = OtherProcess.output(UnfinishedRunTest.class, home, runs, live.folder());
      assertThat(seen.lines().toList())
          .hasSize(2)
          .allSatisfy(line -> assertThat(line).containsAnyOf("running", "2 graft: "));
      assertThat(seen).contains("running", live.folder() + " is being trained by another process");
    }
  }

  /** The other process. */
  public static void main(String[] arguments) {
    Path other = Path.of(arguments[0]);
    CommandRun listed = CommandRun.of(other, "runs", "--json", "--runs", arguments[1]);
    System.out.println(listed.json().path("runs").path(0).path("status").asText());
    CommandRun resumed = CommandRun.of(other, "train", "--resume", arguments[2]);
    System.out.println(resumed.exitCode() + " " + resumed.err().strip());
  }

  @Test
  void aComparisonTrainsItsOwnWhereAnotherHasTheSameUnderWay() throws IOException {
    Path runs = home.resolve("compared");
    String compare =
        "compare --bases demo_vgg --data DATA --size 32 --epochs 1 --allow-leak --runs " + runs;
    done(compare);
    Path cell =
        RunFolder.all(runs).stream()
            .filter(run -> Files.exists(run.resolve("cell.json")))
            .findFirst()
            .orElseThrow();
    byte[] note = Files.readAllBytes(cell.resolve("cell.json"));
    AtomicFile.deleteTree(cell);
    try (LiveRun live =
        LiveRun.begin(
            runs,
            "demo_vgg",
            request(),
            Instant.now(),
            folder -> Files.write(folder.resolve("cell.json"), note))) {
      done(compare);
      assertThat(RunFolder.isFinished(live.folder())).isFalse();
      assertThat(RunFolder.all(runs)).hasSize(2).anyMatch(RunFolder::isFinished);
    }
  }

  @Test
  void aRunThatAnotherHasJustFinishedIsLeftAsItIs() throws IOException {
    Path left = leave(home.resolve("finished_meanwhile"));
    Files.copy(whole.resolve("run.json"), left.resolve("run.json"));
    assertThat(LiveRun.tryResume(left)).isEmpty();
    assertThat(left.resolve("lock")).doesNotExist();
    assertThat(LiveRun.tryResume(home.resolve("gone"))).isEmpty();
  }

  @Test
  void aDamagedRunHidesNoOther() throws IOException {
    Path runs = Files.createDirectories(home.resolve("damaged"));
    for (String name : List.of("20260101-000000-a-safe", "20260101-000001-b-safe")) {
      Files.createDirectories(runs.resolve(name));
      Files.copy(whole.resolve("run.json"), runs.resolve(name).resolve("run.json"));
    }
    Path record = runs.resolve("20260101-000000-a-safe/run.json");
    Files.writeString(record, "{");
    CommandRun listed = done("runs --runs " + runs);
    assertThat(listed.out())
        .containsPattern("a-safe .*damaged")
        .containsPattern("b-safe .*finished");
    assertThat(listed.err())
        .contains(record + ": not as expected")
        .contains("; put the file back, or delete " + record.getParent());
  }

  @Test
  void theBaseThatARunNamesIsNoPath() throws IOException {
    Path run = Files.createDirectories(home.resolve("foreign/20260101-000000-a-safe"));
    String record = Files.readString(whole.resolve("run.json"));
    Files.writeString(
        run.resolve("run.json"), record.replace("\"demo_vgg\"", "\"/tmp/elsewhere\""));
    CommandRun refused = graft("export --bundle HOME/foreign/bundle --run " + run);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("'/tmp/elsewhere' is no plain name");
    assertThat(home.resolve("foreign/bundle")).doesNotExist();
  }

  @Test
  void whatIsLeftOfAFinishedRunIsTidied() throws IOException {
    Path runs = home.resolve("tidied");
    Path left = leave(runs);
    Files.createDirectories(left.resolve("checkpoints"));
    Files.createDirectory(left.resolve(".graft-00000000-0000-0000-0000-000000000000.part"));
    Files.copy(whole.resolve("run.json"), left.resolve("run.json"));
    Files.createDirectory(runs.resolve(".graft-00000000-0000-0000-0000-000000000000.part"));
    assertThat(done("runs --runs " + runs).out()).contains("finished");
    assertThat(List.of("checkpoints", "training.json", "training_images.csv", "lock"))
        .allSatisfy(name -> assertThat(left.resolve(name)).doesNotExist());
    assertThat(left).isDirectoryNotContaining(path -> path.toString().contains(".graft-"));
    assertThat(runs).isDirectoryNotContaining(path -> !path.equals(left));
  }

  @Test
  void aRunThatFailsBeforeAnyWorkLeavesNothing() throws IOException {
    Path made = home.resolve("nothing");
    Path there = Files.createDirectories(home.resolve("empty"));
    Path data = Files.createDirectories(home.resolve("unreadable"));
    for (String part : List.of("train/a", "train/b", "test/a", "test/b")) {
      Files.createDirectories(data.resolve(part));
      Files.writeString(data.resolve(part).resolve("1.jpg"), "no picture");
    }
    for (Path runs : List.of(made, there)) {
      CommandRun run = graft("train --base demo_vgg --size 32 --runs " + runs + " --data " + data);
      assertThat(run.exitCode()).isEqualTo(2);
    }
    assertThat(made).doesNotExist();
    assertThat(there).isEmptyDirectory();
  }

  @Test
  void anMlflowServerHearsOfARun() throws IOException {
    List<String> paths = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          paths.add(exchange.getRequestURI().getPath().replaceFirst(".*/mlflow/", ""));
          byte[] answer =
              "{\"experiment\":{\"experiment_id\":\"1\"},\"run\":{\"info\":{\"run_id\":\"r\"}}}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    String line =
        "train --base demo_vgg --data DATA --size 32 --epochs 2 --runs HOME/told --mlflow ";
    Path run = Path.of(done(line + address + " --json").json().path("run").asText());
    server.stop(0);
    assertThat(paths).contains("runs/create", "runs/log-batch").last().isEqualTo("runs/update");
    assertThat(run.resolve("mlflow.json")).content().contains("\"run\" : \"r\"");
    CommandRun down = done(line + address);
    assertThat(down.err()).contains("the run goes on without it");
    assertThat(graft(line + "nowhere").exitCode()).isEqualTo(2);
  }

  private static Path leave(Path runs) {
    return leave(runs, request());
  }

  private static Path leave(Path runs, TrainRequest request) {
    try (LiveRun live = LiveRun.begin(runs, "demo_vgg", request, Instant.now(), f -> {})) {
      return live.folder();
    }
  }

  /** What the whole run was asked for, as it would stand in its folder. */
  private static TrainRequest request() {
    return AskedOf.base(
        home,
        "demo_vgg",
        Stream.of(TRAIN.replace("DATA", home.resolve("data").toString()).split(" "))
            .skip(3)
            .filter(argument -> !argument.equals("--json"))
            .toArray(String[]::new));
  }

  private static List<String> untimed(Path run) throws IOException {
    return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
        .map(line -> line.replaceFirst("\"seconds\":[^,}]*", ""))
        .toList();
  }

  private static CommandRun done(String line) {
    return graft(line).succeeded();
  }

  private static CommandRun graft(String line) {
    String[] arguments =
        line.replace("HOME", home.toString())
            .replace("DATA", home.resolve("data").toString())
            .split(" ");
    return CommandRun.of(home, (Object[]) arguments);
  }
}

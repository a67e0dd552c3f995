package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.graft.base.Shelf;
import org.graft.fixture.Downloading;
import org.graft.fixture.KilledProcess;
import org.graft.fixture.OtherProcess;
import org.graft.predict.OnnxModel;
import org.graft.storage.AtomicFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes killed at random, and before every change of a name on the disk. Whatever they did:
 * nothing that was there is lost, what is gone on with ends with the same bits, and after the next
 * start nothing is left of them. {@code -Dgraft.kills} says how many (60), {@code -Dgraft.seed}
 * repeats a campaign.
 */
@Tag("reliability")
class KilledProcessesTest {
  private static final int KILLS = Integer.getInteger("graft.kills", 60);
  private static final long SEED = Long.getLong("graft.seed", System.nanoTime());
  private static final String TRAIN =
      "train --base demo_vgg --data DATA --size 32 --epochs 3 --validation 0.2 --quiet --engine samediff"
          + " --runs PLACE/runs";
  private static final String FINE_TUNE =
      TRAIN + " --fine-tune-from block4_conv1 --fine-tune-epochs 2";
  private static final String COMPARE =
      "compare --bases demo_vgg --seeds 1,2 --data DATA --size 32 --epochs 30 --engine samediff"
          + " --quiet --allow-leak --runs PLACE/runs";
  private static final String IMPORT = "import --keras NETWORK --name demo_vgg";
  private static final String EXPORT = "export --run RUN --out PLACE/out/model.onnx";
  private static final String BUNDLE = "export --run RUN --bundle PLACE/out/bundle";

  @TempDir static Path folder;

  private static Path trained;
  private static Path fineTuned;
  private static Path compared;
  private static Downloading server;
  private final List<String> faults = new ArrayList<>();
  private int kills;

  /** What is done, and what must hold when it was killed and done again. */
  private record Job(String name, int share, String line, Check check) {}

  /** Looks at a place after a kill, and makes the next start. */
  private interface Check {
    void look(Path place) throws Exception;
  }

  @BeforeAll
  static void prepare() throws Exception {
    DemoData.copyTo(folder.resolve("data"));
    Path place = place("template");
    done(place, "import --keras data/networks/demo_vgg.h5");
    trained = only(trainedBy(TRAIN));
    done(place, EXPORT);
    fineTuned = only(trainedBy(FINE_TUNE));
    compared = trainedBy(COMPARE);
    server = new Downloading();
  }

  private static Path trainedBy(String line) throws Exception {
    Path place = fresh("trained-" + line.length());
    done(place, line);
    return place.resolve("runs");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void nothingIsLostAndNothingIsLeft() throws Exception {
    List<Job> jobs =
        List.of(
            new Job("train", 24, TRAIN, place -> checkTrained(place, TRAIN, trained)),
            new Job("fine-tune", 24, FINE_TUNE, p -> checkTrained(p, FINE_TUNE, fineTuned)),
            new Job("compare", 8, COMPARE, KilledProcessesTest::checkCompared),
            new Job("import", 14, IMPORT, KilledProcessesTest::checkImported),
            new Job("export", 12, EXPORT, place -> checkExported(place, EXPORT)),
            new Job("bundle", 6, BUNDLE, place -> checkExported(place, BUNDLE)),
            new Job("download", 12, "", KilledProcessesTest::checkDownloaded));
    System.out.println("kills " + KILLS + ", seed " + SEED);
    for (Job job : jobs) {
      kill(job, Math.max(2, KILLS * job.share() / 100));
    }
    System.out.println(kills + " kills, " + faults.size() + " faults");
    assertThat(faults).isEmpty();
    assertThat(kills).isGreaterThanOrEqualTo(KILLS * 9 / 10);
  }

  /** One half at random, the other before changes of names, which are gone through in order. */
  private void kill(Job job, int times) throws Exception {
    Random random = new Random(SEED + job.name().hashCode());
    Path whole = fresh(job.name() + "-whole");
    long begun = System.nanoTime();
    KilledProcess.after(Long.MAX_VALUE, process(job, whole));
    long millis = (System.nanoTime() - begun) / 1_000_000;
    int changes = KilledProcess.beforeChange(Integer.MAX_VALUE, process(job, whole(job)), log(job));
    int before = kills;
    int atChanges = Math.min(changes, times / 2);
    for (int i = 0; i < atChanges; i++) {
      int change = 1 + (int) ((i + random.nextDouble()) * changes / atChanges);
      Path place = fresh(job.name() + "-change-" + i);
      int reached = KilledProcess.beforeChange(change, process(job, place), log(job));
      judge(job, place, "before change " + change + " of " + changes, reached == change);
    }
    for (int i = atChanges; i < times; i++) {
      long after = (long) (millis * (0.15 + 0.85 * random.nextDouble()));
      Path place = fresh(job.name() + "-time-" + i);
      boolean killed = KilledProcess.after(after, process(job, place));
      judge(job, place, "after " + after + " ms of " + millis, killed);
    }
    System.out.printf(
        "%-10s %4d kills, %d changes of names, %d ms whole%n",
        job.name(), kills - before, changes, millis);
  }

  private static Path whole(Job job) throws IOException {
    return fresh(job.name() + "-counted");
  }

  private static Path log(Job job) {
    return folder.resolve(job.name() + ".log");
  }

  private void judge(Job job, Path place, String when, boolean killed) {
    kills += killed ? 1 : 0;
    try {
      job.check().look(place);
      NothingLeft.require(place);
      AtomicFile.deleteTree(place);
    } catch (Exception | AssertionError e) {
      faults.add(job.name() + " killed " + when + ": " + e);
      System.out.println(faults.get(faults.size() - 1));
    }
  }

  private static ProcessBuilder process(Job job, Path place) {
    List<String> command =
        job.line().isEmpty()
            ? OtherProcess.command(Downloading.class, server.url(), place.resolve("out"))
            : OtherProcess.command(Main.class, (Object[]) words(place, job.line()));
    command.add(1, "-Djava.io.tmpdir=" + place.resolve("tmp"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("GRAFT_HOME", place.resolve("home").toString());
    builder.redirectErrorStream(true).redirectOutput(place.resolve("said").toFile());
    return builder;
  }

  private static void checkTrained(Path place, String line, Path expected) throws Exception {
    Path runs = place.resolve("runs");
    List<Path> found = Files.isDirectory(runs) ? runs(runs) : List.of();
    if (found.isEmpty()) {
      done(place, line);
    } else if (Files.notExists(found.get(0).resolve("run.json"))) {
      done(place, "train --engine samediff --resume " + found.get(0));
    } else {
      done(place, "runs --runs " + runs);
    }
    assertThat(runs(runs)).hasSize(1);
    requireSameBits(only(runs), expected);
  }

  private static void checkCompared(Path place) throws Exception {
    done(place, COMPARE);
    List<Path> cells = cells(place.resolve("runs"));
    List<Path> expected = cells(compared);
    assertThat(cells).hasSameSizeAs(expected);
    for (int i = 0; i < cells.size(); i++) {
      requireSameBits(cells.get(i), expected.get(i));
    }
  }

  /** The runs of a comparison, in the order of their seeds. */
  private static List<Path> cells(Path runs) throws IOException {
    return runs(runs).stream().filter(run -> Files.exists(run.resolve("cell.json"))).toList();
  }

  private static void requireSameBits(Path run, Path expected) throws IOException {
    assertThat(run.resolve("run.json")).exists();
    for (String file : List.of("model/weights.npz", "model/plan.json", "predictions.csv")) {
      assertThat(Files.mismatch(run.resolve(file), expected.resolve(file))).as(file).isEqualTo(-1);
    }
  }

  /** The base before, or the one that was being imported: the same network. */
  private static void checkImported(Path place) {
    assertThat(new Shelf(place.resolve("home")).load("demo_vgg").model().weights().count())
        .isEqualTo(281_952);
    done(place, IMPORT);
    assertThat(new Shelf(place.resolve("home")).content().bases()).hasSize(1);
  }

  /** The file before stays, or the new one is whole. */
  private static void checkExported(Path place, String line) throws Exception {
    Path bundle = place.resolve("out/bundle");
    if (line.equals(EXPORT)) {
      OnnxModel.open(place.resolve("out/model.onnx")).close();
    } else if (Files.exists(bundle)) {
      assertThat(bundle.resolve("README.md")).exists();
      OnnxModel.open(bundle.resolve("model.onnx")).close();
      AtomicFile.deleteTree(bundle);
    }
    done(place, line);
    OnnxModel.open(place.resolve("out/model.onnx")).close();
  }

  private static void checkDownloaded(Path place) throws IOException {
    Downloading.fetch(server.url(), place.resolve("out"));
    assertThat(place.resolve("out").resolve(Downloading.FILE)).hasBinaryContent(server.content());
  }

  /** A place with a base on the shelf and an exported file. */
  private static Path fresh(String name) throws IOException {
    Path place = place(name);
    copy(folder.resolve("template"), place);
    return place;
  }

  private static Path place(String name) throws IOException {
    Path place = folder.resolve(name);
    for (String each : List.of("home", "out", "tmp")) {
      Files.createDirectories(place.resolve(each));
    }
    return place;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path target = to.resolve(from.relativize(each));
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target);
        }
      }
    }
  }

  private static List<Path> runs(Path runs) throws IOException {
    try (Stream<Path> all = Files.list(runs)) {
      return all.filter(run -> run.getFileName().toString().matches("\\d{8}-.*")).sorted().toList();
    }
  }

  private static Path only(Path runs) throws IOException {
    return runs(runs).get(0);
  }

  private static void done(Path place, String line) {
    CommandRun run = CommandRun.of(place.resolve("home"), (Object[]) words(place, line));
    assertThat(run.exitCode()).as(line + ": " + run.err()).isZero();
  }

  private static String[] words(Path place, String line) {
    return line.replace("PLACE", place.toString())
        .replace("DATA", folder.resolve("data").toString())
        .replace("NETWORK", Path.of("data/networks/demo_vgg.h5").toAbsolutePath().toString())
        .replace("RUN", String.valueOf(trained))
        .split(" ");
  }
}

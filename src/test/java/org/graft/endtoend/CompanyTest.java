package org.graft.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.graft.base.BaseStore;
import org.graft.cli.DemoData;
import org.graft.cli.Main;
import org.graft.cli.NothingLeft;
import org.graft.fixture.CheapJava;
import org.graft.predict.OnnxModel;
import org.graft.storage.AtomicFile;
import org.graft.train.RunFolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four processes at once on one shelf, cache and folder of runs: each ends well, every run has the
 * bits that it has alone, and nothing is left behind. {@code -Dgraft.rounds=N} says how often (3),
 * {@code -Dgraft.seed=S} repeats a campaign.
 */
@Tag("reliability")
@Tag("campaign")
class CompanyTest {
  private static final int ROUNDS = Integer.getInteger("graft.rounds", 3);
  private static final long SEED = Long.getLong("graft.seed", System.nanoTime());
  private static final int PROCESSES = 4;
  private static final long MOST_SECONDS = 300;
  private static final String CELL = "cell.json";
  private static final String DEMO = "demo_vgg";
  private static final String OTHER = "other";
  private static final String IMPORT = "import --keras NETWORK --name ";
  private static final String TRAIN =
      "train --data DATA --size 32 --epochs 2 --validation 0.2 --quiet --engine samediff"
          + " --runs PLACE/runs --base ";
  private static final String COMPARE =
      "compare --bases demo_vgg,other --seeds 1 --data DATA --size 32 --epochs 2 --quiet"
          + " --engine samediff --allow-leak --runs PLACE/runs";

  /** What always goes on, and of what two more are drawn. */
  private static final List<String> ALWAYS = List.of(TRAIN + DEMO);

  private static final List<String> DRAWN =
      List.of(
          TRAIN + DEMO,
          TRAIN + OTHER,
          IMPORT + DEMO,
          IMPORT + DEMO,
          COMPARE,
          "resume --engine samediff --quiet PLACE/runs/LEFT",
          "export --run RUN --out PLACE/out/model.onnx",
          "cache verify",
          "cache clear",
          "runs --runs PLACE/runs",
          "bases");

  @TempDir static Path folder;

  private static CheapJava java;
  private static Path template;
  private static List<Path> undisturbed;
  private static Path finished;
  private static Path left;
  private final List<String> faults = new ArrayList<>();

  @BeforeAll
  static void prepare() throws Exception {
    DemoData.copyTo(folder.resolve("data"));
    java = CheapJava.in(folder.resolve("java"));
    template = place("template");
    requireDone(template, IMPORT + DEMO);
    requireDone(template, IMPORT + OTHER);
    Path alone = copied("alone");
    requireDone(alone, TRAIN + DEMO);
    requireDone(alone, TRAIN + OTHER);
    requireDone(alone, COMPARE);
    undisturbed = RunFolder.all(alone.resolve("runs"));
    finished = undisturbed.get(0);
    leave();
  }

  /** A run that a killed process began. */
  private static void leave() throws Exception {
    Path runs = Files.createDirectories(template.resolve("runs"));
    Process process = start(template, "left", TRAIN + DEMO);
    while (RunFolder.all(runs).isEmpty() && process.isAlive()) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    process.destroyForcibly().waitFor();
    left = RunFolder.all(runs).get(0);
    assertThat(RunFolder.isFinished(left)).isFalse();
  }

  @Test
  void nobodyDisturbsAnother() throws Exception {
    System.out.println("rounds " + ROUNDS + ", seed " + SEED);
    int processes = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<String> lines = drawn(new Random(SEED + round));
      processes += lines.size();
      Path place = copied("round-" + round);
      try {
        run(place, lines);
        check(place, lines);
        AtomicFile.deleteTree(place);
      } catch (Exception | AssertionError e) {
        faults.add("round " + round + " of " + lines + ": " + e);
        System.out.println(faults.get(faults.size() - 1));
      }
    }
    System.out.println(
        ROUNDS + " rounds, " + processes + " processes, " + faults.size() + " faults");
    assertThat(faults).isEmpty();
  }

  /** Only one process can go on with the run that was left. */
  private static List<String> drawn(Random random) {
    List<String> lines = new ArrayList<>(ALWAYS);
    while (lines.size() < PROCESSES) {
      String line = DRAWN.get(random.nextInt(DRAWN.size()));
      if (!line.startsWith("resume") || !lines.contains(line)) {
        lines.add(line);
      }
    }
    Collections.shuffle(lines, random);
    return lines;
  }

  private static void run(Path place, List<String> lines) throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      processes.add(start(place, "said-" + i, lines.get(i)));
    }
    for (int i = 0; i < lines.size(); i++) {
      boolean ended = processes.get(i).waitFor(MOST_SECONDS, TimeUnit.SECONDS);
      processes.get(i).destroyForcibly().waitFor();
      String said = Files.readString(place.resolve("said-" + i));
      assertThat(ended && processes.get(i).exitValue() == 0)
          .as(lines.get(i) + ": " + said)
          .isTrue();
      assertThat(said).as(lines.get(i)).doesNotContainPattern("[1-9]\\d* damaged|are damaged");
    }
  }

  private static void check(Path place, List<String> lines) throws Exception {
    requireDone(place, "runs --runs PLACE/runs");
    List<Path> runs =
        RunFolder.all(place.resolve("runs")).stream().filter(RunFolder::isFinished).toList();
    long trained = lines.stream().filter(line -> line.startsWith("train ")).count();
    long cells = 2 * lines.stream().filter(COMPARE::equals).count();
    long resumed = lines.stream().filter(line -> line.startsWith("resume")).count();
    assertThat((long) runs.size())
        .isBetween(trained + resumed + Math.min(cells, 2), trained + resumed + cells);
    for (Path run : runs) {
      Path expected = undisturbed.stream().filter(alone -> sameWork(alone, run)).findFirst().get();
      assertThat(RunFolder.trained(run)).as("%s", run).isEqualTo(RunFolder.trained(expected));
      String predictions = "predictions.csv";
      assertThat(Files.mismatch(run.resolve(predictions), expected.resolve(predictions)))
          .as(run + " " + predictions)
          .isEqualTo(-1);
    }
    for (String base : List.of(DEMO, OTHER)) {
      assertThat(new BaseStore(place.resolve("home")).load(base).model().weights().count())
          .isEqualTo(281_952);
    }
    Path exported = place.resolve("out/model.onnx");
    if (Files.exists(exported)) {
      OnnxModel.open(exported).close();
    }
    NothingLeft.require(place, "runs/" + (resumed == 1 ? "none" : left.getFileName()));
  }

  private static boolean sameWork(Path one, Path other) {
    return RunFolder.record(one).base().equals(RunFolder.record(other).base())
        && Files.exists(one.resolve(CELL)) == Files.exists(other.resolve(CELL));
  }

  private static Process start(Path place, String said, String line) throws IOException {
    List<String> command = java.command(Main.class, (Object[]) words(place, line));
    command.add(1, "-Djava.io.tmpdir=" + place.resolve("tmp"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("GRAFT_HOME", place.resolve("home").toString());
    return builder.redirectErrorStream(true).redirectOutput(place.resolve(said).toFile()).start();
  }

  /** By a process of its own, the first of which makes the archive of classes. */
  private static void requireDone(Path place, String line) throws Exception {
    Process process = start(place, "said", line);
    assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue())
        .as(line + ": " + Files.readString(place.resolve("said")))
        .isZero();
  }

  private static String[] words(Path place, String line) {
    return line.replace("PLACE", place.toString())
        .replace("DATA", folder.resolve("data").toString())
        .replace("NETWORK", DemoData.VGG.toAbsolutePath().toString())
        .replace("LEFT", String.valueOf(left == null ? null : left.getFileName()))
        .replace("RUN", String.valueOf(finished))
        .split(" ");
  }

  private static Path place(String name) throws IOException {
    Path place = folder.resolve(name);
    for (String each : List.of("home", "out", "tmp", "runs")) {
      Files.createDirectories(place.resolve(each));
    }
    return place;
  }

  private static Path copied(String name) throws IOException {
    Path place = folder.resolve(name);
    try (Stream<Path> all = Files.walk(template)) {
      for (Path each : all.toList()) {
        Path target = place.resolve(template.relativize(each));
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target);
        }
      }
    }
    return place;
  }
}

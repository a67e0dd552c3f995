package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.graft.base.BaseStore;
import org.graft.fixture.CheapJava;
import org.graft.fixture.Downloading;
import org.graft.fixture.KilledProcess;
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
 * start nothing is left of them. {@code -Dgraft.kills=N} says how many (40): one half before
 * changes of names, which are gone through in order, the other at random moments. Only what hit a
 * living process counts; what came too late is drawn again, earlier. {@code -Dgraft.seed=S} repeats
 * a campaign, {@code -Dgraft.jobs=compare,export} kills no others.
 */
@Tag("reliability")
@Tag("campaign")
class KilledProcessesTest {
  private static final int KILLS = Integer.getInteger("graft.kills", 40);
  private static final long SEED = Long.getLong("graft.seed", System.nanoTime());
  private static final Set<String> CHOSEN = Set.of(System.getProperty("graft.jobs", "").split(","));
  private static final String TRAIN =
      "train --base demo_vgg --data DATA --size 32 --epochs 3 --validation 0.2 --quiet --engine samediff"
          + " --runs PLACE/runs";
  private static final String FINE_TUNE =
      TRAIN + " --fine-tune-from block4_conv1 --fine-tune-epochs 2";
  private static final String COMPARE =
      "compare --bases demo_vgg --seeds 1,2 --data DATA --size 32 --epochs 2 --engine samediff"
          + " --quiet --allow-leak --runs PLACE/runs";
  private static final String IMPORT = "import --keras NETWORK --name demo_vgg";
  private static final String ANOTHER = "import --keras NETWORK --name another";
  private static final String EXPORT = "export --run RUN --out PLACE/out/model.onnx";
  private static final String BUNDLE = "export --run RUN --bundle PLACE/out/bundle";

  @TempDir static Path folder;

  private static CheapJava java;
  private static Path trained;
  private static Path fineTuned;
  private static Path compared;
  private static Downloading server;
  private final List<String> faults = new ArrayList<>();
  private int kills;
  private int misses;

  /** What is done how often in a hundred, and what must hold when it was killed and done again. */
  private record Job(String name, int share, String line, Check check) {}

  /** One draw of a moment: runs the process and kills it then, if it still lives. */
  private interface Shot {
    boolean hits(int moment, Path place) throws Exception;
  }

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
    java = CheapJava.in(folder.resolve("java"));
    rehearse();
  }

  /** Leaves the classes of all commands to the processes that follow. */
  private static void rehearse() throws Exception {
    Path place = fresh("rehearsal");
    List<String> lines =
        Stream.of(ANOTHER, FINE_TUNE, COMPARE, EXPORT, BUNDLE)
            .map(line -> String.join(" ", words(place, line)))
            .toList();
    Process process = builder(place, java.command(SeveralLines.class, lines.toArray())).start();
    assertThat(process.waitFor()).as(Files.readString(place.resolve("said"))).isZero();
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
    List<Job> jobs = chosen();
    System.out.println("kills " + KILLS + ", seed " + SEED);
    int all = jobs.stream().mapToInt(Job::share).sum();
    int shares = 0;
    for (Job job : jobs) {
      shares += job.share();
      kill(job, Math.max(1, (KILLS * shares + all / 2) / all - kills));
    }
    System.out.printf("%d kills, %d faults, %d draws too late%n", kills, faults.size(), misses);
    assertThat(faults).isEmpty();
    assertThat(kills).isGreaterThanOrEqualTo(KILLS);
  }

  private static List<Job> chosen() {
    return Stream.of(
            new Job("train", 22, TRAIN, place -> checkTrained(place, TRAIN, trained)),
            new Job("fine-tune", 22, FINE_TUNE, p -> checkTrained(p, FINE_TUNE, fineTuned)),
            new Job("compare", 10, COMPARE, KilledProcessesTest::checkCompared),
            new Job("import-again", 12, IMPORT, KilledProcessesTest::checkImported),
            new Job("import", 6, ANOTHER, KilledProcessesTest::checkAnother),
            new Job("export", 10, EXPORT, place -> checkExported(place, EXPORT)),
            new Job("bundle", 8, BUNDLE, place -> checkExported(place, BUNDLE)),
            new Job("download", 10, "", KilledProcessesTest::checkDownloaded))
        .filter(job -> CHOSEN.contains("") || CHOSEN.contains(job.name()))
        .toList();
  }

  private void kill(Job job, int times) throws Exception {
    Random random = new Random(SEED + job.name().hashCode());
    Path log = folder.resolve("log");
    long begun = System.nanoTime();
    KilledProcess.after(Long.MAX_VALUE, process(job, fresh("whole")));
    long millis = (System.nanoTime() - begun) / 1_000_000;
    AtomicFile.deleteTree(folder.resolve("whole"));
    int changes = KilledProcess.beforeChange(Integer.MAX_VALUE, process(job, fresh("whole")), log);
    AtomicFile.deleteTree(folder.resolve("whole"));
    int atChanges = Math.min(changes, (times + 1) / 2);
    for (int i = 0; i < atChanges; i++) {
      int first = i * changes / atChanges;
      int span = (i + 1) * changes / atChanges - first;
      hit(
          job,
          1 + first + random.nextInt(span),
          "before change %d of " + changes,
          (change, place) ->
              KilledProcess.beforeChange(change, process(job, place), log) == change);
    }
    for (int i = atChanges; i < times; i++) {
      hit(
          job,
          (int) (millis * (0.1 + 0.9 * random.nextDouble())),
          "after %d ms of " + millis,
          (after, place) -> KilledProcess.after(after, process(job, place)));
    }
    System.out.printf(
        "%-12s %4d kills: %d before one of %d changes of names, %d within %d ms%n",
        job.name(), times, atChanges, changes, times - atChanges, millis);
  }

  /** Draws earlier until a process was hit; one that was not must have done its work as well. */
  private void hit(Job job, int moment, String when, Shot shot) throws Exception {
    for (int at = moment; at > 0; at /= 2) {
      Path place = fresh("place");
      boolean killed = shot.hits(at, place);
      judge(job, place, String.format(when, at));
      if (killed) {
        kills++;
        return;
      }
      misses++;
    }
    throw new AssertionError(job.name() + " ended too soon for a kill " + when);
  }

  private void judge(Job job, Path place, String when) throws IOException {
    try {
      job.check().look(place);
      NothingLeft.require(place);
      AtomicFile.deleteTree(place);
    } catch (Exception | AssertionError e) {
      faults.add(job.name() + " killed " + when + ": " + e);
      System.out.println(faults.get(faults.size() - 1));
      Files.move(place, folder.resolve("fault-" + faults.size()));
    }
  }

  private static ProcessBuilder process(Job job, Path place) {
    return builder(
        place,
        job.line().isEmpty()
            ? java.command(Downloading.class, server.url(), place.resolve("out"))
            : java.command(Main.class, (Object[]) words(place, job.line())));
  }

  private static ProcessBuilder builder(Path place, List<String> command) {
    command.add(1, "-Djava.io.tmpdir=" + place.resolve("tmp"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("GRAFT_HOME", place.resolve("home").toString());
    return builder.redirectErrorStream(true).redirectOutput(place.resolve("said").toFile());
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
    assertThat(new BaseStore(place.resolve("home")).load("demo_vgg").model().weights().count())
        .isEqualTo(281_952);
    done(place, IMPORT);
    assertThat(new BaseStore(place.resolve("home")).content().bases()).hasSize(1);
  }

  /** The base is there whole, or not at all. */
  private static void checkAnother(Path place) {
    BaseStore shelf = new BaseStore(place.resolve("home"));
    if (shelf.content().bases().size() > 1) {
      assertThat(shelf.load("another").model().weights().count()).isEqualTo(281_952);
    }
    assertThat(shelf.content().damaged()).isEmpty();
    done(place, ANOTHER);
    assertThat(shelf.content().bases()).hasSize(2);
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

package org.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.graft.storage.Digests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work that is interrupted comes to the same, and little of it is done twice. */
class KilledTest {
  private static final int PART = 8;
  private static final long MOST_TWICE = Fixture.IMAGES / 10;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {30, 90})
  void anExecutor(int percent) throws Exception {
    SparkSession session = Cluster.session();
    String application = session.sparkContext().applicationId();
    warm(session);
    long before = Cluster.imagesRun(application);
    Path out = folder.resolve("out");
    CompletableFuture<String> job =
        CompletableFuture.supplyAsync(() -> SubmittedLine.run(session, line(out)));
    await(out, percent, job);
    ProcessHandle killed = Cluster.executors().get(0);
    killed.destroyForcibly();
    String said = job.get();
    assertThat(said).contains("features of 408 images");
    assertThat(killed.isAlive()).isFalse();
    assertWhole(session, out);
    long twice = Cluster.imagesRun(application) - before - Fixture.IMAGES;
    System.out.printf("executor killed at %d %%: %d images computed twice%n", percent, twice);
    assertThat(twice).isBetween(0L, MOST_TWICE);
  }

  /** The driver, with all executors; what it had done is there when it is run again. */
  @Test
  void theDriver() throws Exception {
    Cluster.session().stop();
    Path out = folder.resolve("out");
    Process first = driver(out, folder.resolve("first"));
    await(out, 40, first.onExit());
    List<ProcessHandle> executors = Cluster.executorsOf(first.toHandle());
    first.destroyForcibly().waitFor();
    executors.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle executor : executors) {
      executor.onExit().get();
    }
    long done = Cluster.session().read().parquet(out.toString()).count();
    Cluster.session().stop();
    Process second = driver(out, folder.resolve("second"));
    assertThat(second.waitFor()).isZero();
    // Twice computed is at most what two executors were at: a part each.
    assertThat(done).isPositive();
    assertThat(Files.readString(folder.resolve("second")))
        .contains(
            String.format(
                "features of %d images: %d computed, %d there already, 0 without",
                Fixture.IMAGES, Fixture.IMAGES - done, done));
    assertThat(2L * PART).isLessThanOrEqualTo(MOST_TWICE);
    assertWhole(Cluster.session(), out);
  }

  private static Object[] line(Path out) {
    return new Object[] {
      "features",
      "--model",
      Fixture.base(),
      "--data",
      Fixture.shards(),
      "--parquet",
      out,
      "--part",
      PART
    };
  }

  /** Both executors have a session. */
  private void warm(SparkSession session) {
    SubmittedLine.run(session, line(folder.resolve("warm")));
  }

  private static Process driver(Path out, Path said) throws IOException {
    Stream<String> java =
        Stream.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xmx700m",
            "-cp",
            System.getProperty("java.class.path"));
    Stream<String> settings =
        Cluster.configuration().entrySet().stream()
            .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue());
    Stream<String> main = Arguments.of(Main.class.getName(), line(out)).stream();
    List<String> command =
        Stream.of(java, Cluster.opens(), settings, main).flatMap(part -> part).toList();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(said.toFile())
        .start();
  }

  /** Waits until so much is written. */
  private static void await(Path out, int percent, CompletableFuture<?> job) throws Exception {
    long parts = (long) Fixture.IMAGES * percent / PART / 100;
    while (count(out) < parts) {
      assertThat(job).as("the job is done before it is interrupted").isNotDone();
      Thread.sleep(5);
    }
  }

  private static long count(Path out) throws IOException {
    if (!Files.isDirectory(out)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(out)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).count();
    }
  }

  private static void assertWhole(SparkSession session, Path out) {
    StringBuilder found = new StringBuilder();
    List<Row> rows =
        session
            .read()
            .parquet(out.toString())
            .orderBy("path")
            .select("path", "features")
            .collectAsList();
    rows.forEach(row -> found.append(row.getString(0)).append(row.getList(1)));
    StringBuilder expected = new StringBuilder();
    Fixture.features().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            row -> {
              List<Float> values = new ArrayList<>();
              for (float value : row.getValue()) {
                values.add(value);
              }
              expected.append(row.getKey()).append(values);
            });
    assertThat(rows).hasSize(Fixture.IMAGES);
    assertThat(Digests.ofText(found.toString())).isEqualTo(Digests.ofText(expected.toString()));
  }
}

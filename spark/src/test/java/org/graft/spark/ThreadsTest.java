package org.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features of two networks by tasks of two threads, in batches of several sizes. */
class ThreadsTest {
  /** Share of the greatest value. */
  private static final double ROUNDING = 1e-6;

  private static final SparkSession SPARK =
      Cluster.other(Map.of("spark.master", "local-cluster[2,2,1024]", "spark.task.cpus", "2"));

  @TempDir Path folder;

  @AfterAll
  static void end() {
    SPARK.stop();
  }

  @Test
  void featuresAreThoseOfTheCommandLine() {
    assertSame(GraftBase.VGG, 7);
    assertSame(GraftBase.INCEPTION, 1);
    assertSame(GraftBase.INCEPTION, 64);
    Stream<String> threads =
        Cluster.matches(
                SPARK.sparkContext().applicationId(), Pattern.compile("session of .* on (\\d+) "))
            .map(found -> found.group(1));
    assertThat(threads).hasSizeGreaterThanOrEqualTo(2).containsOnly("2");
  }

  private void assertSame(GraftBase base, int batch) {
    Path work = folder.resolve(base.name() + batch);
    GraftCommand graft = new GraftCommand(work.resolve("home"));
    Path model = work.resolve("base.onnx");
    Path local = work.resolve("local.npy");
    Path cluster = work.resolve("parquet");
    Fixture.importBase(graft, base);
    Fixture.exportBase(graft, base, model);
    graft.features(base, Fixture.images(), local, "--no-cache");
    Object[] data = {"--data", Fixture.shards(), "--parquet", cluster};
    SubmittedLine.run(SPARK, "features", "--model", model, data, "--batch", batch);
    assertClose(Fixture.ofParquet(cluster), Fixture.features(local, Fixture.images()));
  }

  private static void assertClose(Map<String, float[]> found, Map<String, float[]> expected) {
    double greatest = 0;
    double difference = 0;
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    for (Map.Entry<String, float[]> row : expected.entrySet()) {
      float[] these = found.get(row.getKey());
      assertThat(these).hasSameSizeAs(row.getValue());
      for (int i = 0; i < these.length; i++) {
        greatest = Math.max(greatest, Math.abs(row.getValue()[i]));
        difference = Math.max(difference, Math.abs(row.getValue()[i] - these[i]));
      }
    }
    System.out.printf("features differ by %.2g of %.3g at most%n", difference, greatest);
    assertThat(greatest).isPositive();
    assertThat(difference).isLessThanOrEqualTo(ROUNDING * greatest);
  }
}

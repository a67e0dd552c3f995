package org.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.graft.spark.job.Jobs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors without ONNX Runtime. */
class NativeCodeTest {
  @TempDir Path folder;

  @Test
  void isMissedInOneLine() {
    Cluster.session().stop();
    SparkSession session = Cluster.session(false);
    try {
      Jobs.of(
              "features",
              "--model",
              Fixture.base().toString(),
              "--data",
              Fixture.shards().toString(),
              "--parquet",
              folder.resolve("out").toString())
          .run(session);
      throw new AssertionError("it worked");
    } catch (Exception e) {
      Failure failure = Failure.of(e);
      assertThat(failure.exitCode()).isEqualTo(1);
      assertThat(failure.line())
          .contains("ONNX Runtime cannot be loaded on executor ")
          .contains("its jar must be among Spark's jars");
      assertThat(failure.line().lines()).hasSize(1);
    } finally {
      session.stop();
    }
  }
}

package org.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors that cannot run ONNX Runtime say so, and which it is. */
class NativeCodeTest {
  @TempDir Path folder;

  @Test
  void theJarIsMissing() {
    assertThat(said(Cluster.runtime(List.of()))).contains("its jar must be among Spark's jars");
  }

  /** As on a system that the jar has nothing for. */
  @Test
  void theJarHasNoNativeCode() throws IOException {
    Path jar = folder.resolve("onnxruntime.jar");
    try (ZipFile from = new ZipFile(Cluster.onnxRuntime().get(0).toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (ZipEntry entry : Collections.list(from.entries())) {
        if (!entry.getName().contains("/native/")) {
          to.putNextEntry(new ZipEntry(entry.getName()));
          from.getInputStream(entry).transferTo(to);
        }
      }
    }
    assertThat(said(Cluster.runtime(List.of(jar)))).contains("native code for Linux on ");
  }

  private String said(Map<String, String> settings) {
    SparkSession session = Cluster.other(settings);
    try {
      SubmittedLine.run(
          session,
          "features",
          "--model",
          Fixture.base(),
          "--data",
          Fixture.shards(),
          "--parquet",
          folder.resolve("out"));
      throw new AssertionError("it worked");
    } catch (Exception e) {
      Failure failure = Failure.of(e);
      assertThat(failure.exitCode()).isEqualTo(1);
      assertThat(failure.line())
          .matches("ONNX Runtime cannot be loaded on executor \\d+ at [^ ]+ \\(.+");
      assertThat(failure.line().lines()).hasSize(1);
      return failure.line();
    } finally {
      session.stop();
    }
  }
}

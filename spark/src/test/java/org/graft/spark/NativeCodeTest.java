package org.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

  /** As on hardened machines, where Spark's own libraries are the first to fail. */
  @Test
  void theTemporaryFolderAllowsNoPrograms() throws IOException, InterruptedException {
    Path place = Files.createDirectory(folder.resolve("temporary"));
    assumeTrue(
        done("mount", "-t", "tmpfs", "-o", "noexec,size=256m", "none", place.toString()),
        "no file system can be mounted: that needs root on Linux");
    try {
      assertThat(said(Cluster.java("-Djava.io.tmpdir=" + place)))
          .contains("(" + place)
          .contains("the folder for temporary files must be there and allow programs");
    } finally {
      assertThat(done("umount", "-l", place.toString())).isTrue();
    }
  }

  private static boolean done(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      // There is no such command.
      return false;
    }
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
          .matches("(ONNX Runtime|native code) cannot be loaded on executor \\d+ at [^ ]+ \\(.+");
      assertThat(failure.line().lines()).hasSize(1);
      return failure.line();
    } finally {
      session.stop();
    }
  }
}

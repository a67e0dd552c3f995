package org.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The transformers in Python, on the PySpark of a Python that has one, by a test in Python. */
@Tag("python")
@EnabledIfEnvironmentVariable(
    named = "GRAFT_TEST_PYSPARK",
    matches = ".+",
    disabledReason =
        "GRAFT_TEST_PYSPARK is not set: a Python with PySpark of this Spark, and NumPy")
class PySparkIT {
  private static final Path TEST = Path.of("../python/test_graft_spark.py").toAbsolutePath();

  @TempDir Path folder;

  @Test
  void holdsInPython() throws IOException, InterruptedException {
    String jars =
        Stream.concat(Stream.of(Submission.JAR), Cluster.onnxRuntime().stream())
            .map(Path::toString)
            .collect(Collectors.joining(","));
    Path said = folder.resolve("said.txt");
    ProcessBuilder python =
        new ProcessBuilder(
            System.getenv("GRAFT_TEST_PYSPARK"),
            TEST.normalize().toString(),
            jars,
            Fixture.base().getParent().toString());
    python.environment().keySet().removeAll(List.of("SPARK_HOME", "SPARK_SCALA_VERSION"));
    int code = python.redirectErrorStream(true).redirectOutput(said.toFile()).start().waitFor();
    assertThat(code).as(Files.readString(said)).isZero();
  }
}

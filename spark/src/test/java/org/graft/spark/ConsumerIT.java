package org.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is handed out, on Spark as it is. */
class ConsumerIT {
  private static final Path JAR = Path.of(System.getProperty("graft.jar"));

  @TempDir Path folder;

  @Test
  void isSubmitted() throws Exception {
    Path said = folder.resolve("said");
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElseThrow());
    line.addAll(List.of("-Xmx700m", "-cp", System.getenv("SPARK_HOME") + "/jars/*"));
    Cluster.opens().forEach(line::add);
    line.add("org.apache.spark.deploy.SparkSubmit");
    for (String setting :
        List.of(
            "spark.driver.host=127.0.0.1",
            "spark.driver.bindAddress=127.0.0.1",
            "spark.ui.enabled=false",
            "spark.executorEnv.ORT_DISABLE_TELEMETRY=1")) {
      line.addAll(List.of("--conf", setting));
    }
    line.addAll(
        List.of("--master", Cluster.MASTER, "--jars", System.getProperty("onnxruntime.jar")));
    line.addAll(List.of("--class", "org.graft.spark.Main", JAR.toString(), "score"));
    line.addAll(List.of("--model", Fixture.classifier().toString()));
    line.addAll(List.of("--data", Fixture.shards().toString()));
    line.addAll(List.of("--out", folder.resolve("out").toString()));
    Process process =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertThat(process.waitFor()).as(Files.readString(said)).isZero();
    assertThat(Files.readString(said)).contains("answers of 408 images: 408 computed");
  }

  @Test
  @Tag("short")
  void holdsNothingOfSparkNorNd4j() throws IOException {
    try (JarFile jar = new JarFile(new File(JAR.toString()))) {
      List<String> classes =
          jar.stream().map(entry -> entry.getName()).filter(n -> n.endsWith(".class")).toList();
      assertThat(classes)
          .allMatch(name -> name.startsWith("org/graft/"))
          .noneMatch(name -> name.startsWith("org/graft/graph/"));
      assertThat(Files.size(JAR)).isLessThan(6L << 20);
    }
  }
}

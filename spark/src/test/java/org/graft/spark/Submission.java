package org.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The jar as it is handed out, given to Spark by {@code spark-submit} in a process of its own.
 *
 * @param settings beside those of a cluster on this machine
 * @param jars beside ONNX Runtime's
 */
record Submission(Map<String, String> settings, List<Path> jars) {
  static final Path JAR = Path.of(System.getProperty("graft.jar"));

  /** How Spark calls settings of Hadoop's. */
  private static final String HADOOP = "spark.hadoop.";

  private static final Map<String, String> CLUSTER =
      Map.of(
          "spark.driver.host", "127.0.0.1",
          "spark.driver.bindAddress", "127.0.0.1",
          "spark.ui.enabled", "false",
          "spark.executorEnv.ORT_DISABLE_TELEMETRY", "1");

  /** Runs a line of {@code Main} and gives all that was printed. */
  String run(Object... arguments) {
    List<String> line = java(Stream.of());
    line.add("org.apache.spark.deploy.SparkSubmit");
    Stream.of(CLUSTER, settings)
        .flatMap(some -> some.entrySet().stream())
        .forEach(each -> line.addAll(List.of("--conf", each.getKey() + "=" + each.getValue())));
    line.addAll(List.of("--master", Cluster.MASTER, "--jars", jarList()));
    line.addAll(List.of("--class", "org.graft.spark.Main", JAR.toString()));
    line.addAll(Arguments.of(arguments));
    return said(line);
  }

  /**
   * Copies a file or a folder as {@code hadoop fs -put} does, by the program that it calls.
   *
   * @param site folder for Hadoop's settings
   */
  void put(Path from, String address, Path site) throws IOException {
    Configuration hadoop = new Configuration(false);
    settings.forEach((name, value) -> hadoop.set(name.replace(HADOOP, ""), value));
    try (OutputStream out = Files.newOutputStream(site.resolve("core-site.xml"))) {
      hadoop.writeXml(out);
    }
    List<String> line = java(Stream.concat(Stream.of(site), jars.stream()));
    line.add("org.apache.hadoop.fs.FsShell");
    line.addAll(List.of("-put", from.toString(), address));
    said(line);
  }

  /** A Java process with Spark's libraries and more. */
  private static List<String> java(Stream<Path> more) {
    Stream<String> jars =
        Stream.concat(Stream.of(System.getenv("SPARK_HOME") + "/jars/*"), more.map(Path::toString));
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElseThrow());
    line.addAll(List.of("-Xmx700m", "-cp", jars.collect(Collectors.joining(File.pathSeparator))));
    Cluster.opens().forEach(line::add);
    return line;
  }

  private String jarList() {
    return Stream.concat(Cluster.onnxRuntime().stream(), jars.stream())
        .map(Path::toString)
        .collect(Collectors.joining(","));
  }

  private static String said(List<String> line) {
    try {
      Path said = Files.createTempFile("submitted", ".txt");
      Process process =
          new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said.toFile()).start();
      int code = process.waitFor();
      String all = Files.readString(said);
      Files.delete(said);
      assertThat(code).as(all).isZero();
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

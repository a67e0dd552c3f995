package org.graft.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** A cluster of two executors of one core on this machine, as Spark has it for tests. */
final class Cluster {
  static final String MASTER = "local-cluster[2,1,1024]";

  private static final Pattern RUN = Pattern.compile("PartRunner: (\\d+) images through");

  private static final Path WORK = Path.of(System.getenv("SPARK_HOME"), "work");

  private Cluster() {}

  /** A session that goes on until another one is asked for. */
  static SparkSession session() {
    return session(Map.of());
  }

  /** A session with other settings, in place of the one that goes on; it is to be stopped. */
  static SparkSession other(Map<String, String> settings) {
    session().stop();
    return session(settings);
  }

  private static SparkSession session(Map<String, String> settings) {
    SparkSession.Builder builder = SparkSession.builder().appName("tests");
    configuration().forEach(builder::config);
    settings.forEach(builder::config);
    return builder.getOrCreate();
  }

  static List<Path> onnxRuntime() {
    return List.of(Path.of(System.getProperty("onnxruntime.jar")));
  }

  static Map<String, String> configuration() {
    Map<String, String> configuration = new LinkedHashMap<>();
    configuration.put("spark.master", MASTER);
    configuration.put("spark.driver.host", "127.0.0.1");
    configuration.put("spark.driver.bindAddress", "127.0.0.1");
    configuration.put("spark.ui.enabled", "false");
    configuration.put("spark.sql.shuffle.partitions", "2");
    configuration.putAll(runtime(onnxRuntime()));
    configuration.put("spark.executorEnv.ORT_DISABLE_TELEMETRY", "1");
    configuration.putAll(java(""));
    return configuration;
  }

  /** The setting by which executors have that in place of ONNX Runtime. */
  static Map<String, String> runtime(List<Path> onnxRuntime) {
    return Map.of("spark.executor.extraClassPath", classPath(onnxRuntime));
  }

  /** The setting by which executors have more options of Java. */
  static Map<String, String> java(String more) {
    Path log = Path.of("../src/test/resources/executor-log4j2.properties");
    return Map.of(
        "spark.executor.extraJavaOptions",
        String.format(
            "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dlog4j2.configurationFile=%s %s",
            log.toAbsolutePath().normalize(), more));
  }

  /** What is tested and what it brings, and nothing of Spark's. */
  private static String classPath(List<Path> onnxRuntime) {
    Stream<Path> tested =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.matches(".*(classes|graft-spark-core[^/]*|jcommander[^/]*)"))
            .map(Path::of);
    return Stream.concat(tested, onnxRuntime.stream())
        .map(entry -> entry.toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** What Java is to open to Spark, as tests are told. */
  static Stream<String> opens() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"));
  }

  /** Executors that run. */
  static List<ProcessHandle> executors() {
    return executorsOf(ProcessHandle.current());
  }

  static List<ProcessHandle> executorsOf(ProcessHandle driver) {
    return driver
        .descendants()
        .filter(p -> p.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
        .filter(p -> p.info().command().orElse("").endsWith("java"))
        .toList();
  }

  /** Images that executors of an application took through networks, those killed among them. */
  static long imagesRun(String application) {
    return matches(application, RUN).mapToLong(found -> Long.parseLong(found.group(1))).sum();
  }

  /** What executors of an application wrote to their logs. */
  static Stream<Matcher> matches(String application, Pattern pattern) {
    return logs(application).stream().map(pattern::matcher).filter(Matcher::find);
  }

  private static List<String> logs(String application) {
    Path folder = WORK.resolve(application);
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(f -> f.endsWith("stderr")).toList()) {
        all.append(Files.readString(file)).append('\n');
      }
      return all.toString().lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

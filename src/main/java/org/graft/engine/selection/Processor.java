package org.graft.engine.selection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The processor that this runs on, as measurements depend on it. */
final class Processor {
  private static final Path FACTS = Path.of("/proc/cpuinfo");

  /** As Linux calls it on x86-64 and on arm64. */
  private static final List<String> NAMES = List.of("model name", "CPU implementer", "CPU part");

  private static final List<String> INSTRUCTIONS = List.of("flags", "Features");

  private Processor() {}

  /**
   * Model, instructions and number of cores; of the Java machine's making where nothing is told.
   */
  static String description() {
    try {
      List<String> lines = Files.readAllLines(FACTS);
      return facts(lines, NAMES) + " " + facts(lines, INSTRUCTIONS).hashCode() + " " + threads();
    } catch (IOException e) {
      return System.getProperty("os.name") + " " + System.getProperty("os.arch") + " " + threads();
    }
  }

  private static String facts(List<String> lines, List<String> names) {
    return names.stream().map(name -> fact(lines, name)).collect(Collectors.joining());
  }

  private static String fact(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .limit(1)
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .collect(Collectors.joining());
  }

  private static String threads() {
    String asked = System.getenv("OMP_NUM_THREADS");
    return asked == null ? "x" + Runtime.getRuntime().availableProcessors() : "x" + asked;
  }
}

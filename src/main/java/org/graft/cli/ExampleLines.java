package org.graft.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lines to begin with, of every command. */
final class ExampleLines {
  private static final String FILE = "examples.txt";

  private ExampleLines() {}

  /** Those of one command. */
  static List<String> of(String command) {
    return all().stream()
        .filter(line -> (line + " ").startsWith("graft " + command + " "))
        .toList();
  }

  static List<String> all() {
    try (InputStream lines = ExampleLines.class.getResourceAsStream(FILE)) {
      return new String(lines.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

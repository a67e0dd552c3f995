package org.graft.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Graft's command line with a home folder of its own, as a process: it brings ND4J. */
record GraftCommand(Path home) {
  /** Runs it in the home folder and gives what it printed. */
  String run(Object... arguments) {
    List<String> line = new ArrayList<>(List.of(System.getProperty("graft.command")));
    Arrays.stream(arguments).map(String::valueOf).forEach(line::add);
    try {
      Files.createDirectories(home);
      Path out = Files.createTempFile(home, "graft", ".out");
      ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
      builder.environment().put("GRAFT_HOME", home.toString());
      builder.redirectOutput(out.toFile());
      int code = builder.start().waitFor();
      String said = Files.readString(out);
      if (code != 0) {
        throw new AssertionError(line + " ended with " + code + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

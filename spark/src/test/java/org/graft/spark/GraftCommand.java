package org.graft.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Graft's command line with a home folder of its own, as a process: it brings ND4J. */
record GraftCommand(Path home) {
  /** Has ONNX Runtime make features, in a file. */
  void features(GraftBase base, Path data, Path out, Object... more) {
    run("features", base.over(data), "--engine", "onnxruntime", "--out", out, more);
  }

  /** Has a head trained, and the model exported. */
  void train(GraftBase base, Path data, Path model, Object... more) {
    Path runs = home.resolve("runs");
    run("train", base.over(data), "--runs", runs, more);
    run("export", "--runs", runs, "--out", model);
  }

  /** Runs it in the home folder and gives what it printed. */
  String run(Object... arguments) {
    List<String> line = Arguments.of(System.getProperty("graft.command"), arguments);
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

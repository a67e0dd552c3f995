package org.graft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.graft.storage.Json;

/** One command line run in this process: its exit code and what it printed. */
public record CommandRun(int exitCode, String out, String err) {

  public static CommandRun of(Path home, Object... arguments) {
    return of(home, Clock.systemUTC(), arguments);
  }

  /** With {@code bytes} on standard input. */
  public static CommandRun piped(byte[] bytes, Path home, Object... arguments) {
    return of(new ByteArrayInputStream(bytes), home, Clock.systemUTC(), arguments);
  }

  public static CommandRun of(Path home, Clock clock, Object... arguments) {
    return of(InputStream.nullInputStream(), home, clock, arguments);
  }

  private static CommandRun of(InputStream in, Path home, Clock clock, Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Environment environment =
        new Environment(in, stream(out), stream(err), 0, home, Path.of("."), clock);
    String[] line = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    int exitCode = new CommandLine(environment).run(line);
    return new CommandRun(exitCode, text(out), text(err));
  }

  /** The JSON object that ends standard output. */
  public JsonNode json() {
    List<String> lines = out.lines().toList();
    return Json.parse(lines.get(lines.size() - 1), Path.of("out"));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}

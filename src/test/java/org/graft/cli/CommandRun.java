package org.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
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

  /** The line that trains on small images of the demo network, which was imported before. */
  public static Object[] training(Path home, Path data, Object... more) {
    return line(
        "train --base demo_vgg --size 32 --json --data".split(" "),
        data,
        "--runs",
        home.resolve("runs"),
        more);
  }

  /** An option or more behind others: arrays among the parts stand for what is in them. */
  public static Object[] line(Object... parts) {
    return Stream.of(parts)
        .flatMap(part -> part instanceof Object[] several ? Stream.of(several) : Stream.of(part))
        .toArray();
  }

  /** This one, which must have ended well. */
  public CommandRun succeeded() {
    assertThat(exitCode).as(err).isZero();
    return this;
  }

  /** Its one line on standard error; it must have been refused, for that. */
  public AbstractStringAssert<?> refused(String problem) {
    assertThat(exitCode).as(err).isEqualTo(2);
    return assertThat(err.lines()).singleElement().asString().contains(problem);
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

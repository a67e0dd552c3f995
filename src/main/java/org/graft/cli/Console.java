package org.graft.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.graft.image.SkippedImage;
import org.graft.storage.Json;
import org.jspecify.annotations.Nullable;

/**
 * How a command speaks: results on standard output, progress and remarks on standard error; with
 * {@code --json} results too go to standard error, and one JSON object ends standard output.
 */
final class Console implements AutoCloseable {
  /** To the line's beginning, the rest of it away, and no second line for what does not fit. */
  private static final String BEGIN = "\r\033[K\033[?7l";

  private static final String END = "\033[?7h";

  /** Warnings that are remembered, so that each is said once. */
  private static final int MOST_WARNINGS = 1000;

  private final Environment environment;
  private final boolean json;
  private final boolean quiet;
  private final Set<String> warnings = ConcurrentHashMap.newKeySet();
  private boolean drawing;

  Console(Environment environment, boolean json, boolean quiet) {
    this.environment = environment;
    this.json = json;
    this.quiet = quiet;
  }

  Environment environment() {
    return environment;
  }

  /** A line that the user asked for. */
  void result(String format, @Nullable Object... arguments) {
    close();
    (json ? environment.err() : environment.out()).println(line(format, arguments));
  }

  /** A line about what is going on. */
  void progress(String format, @Nullable Object... arguments) {
    if (!quiet) {
      close();
      environment.err().println(line(format, arguments));
    }
  }

  /**
   * The line that stands last on a terminal, drawn anew; {@code last} ends it. What does not fit is
   * cut off, by the terminal itself where its window has become narrower.
   */
  void redraw(String line, boolean last) {
    if (!quiet) {
      int fits = Math.min(line.length(), Math.max(1, environment.columns() - 1));
      environment.err().print(BEGIN + line.substring(0, fits) + END);
      environment.err().flush();
      drawing = true;
    }
    if (last) {
      close();
    }
  }

  /** Ends the line that is being drawn, if there is one; another may follow. */
  @Override
  public void close() {
    if (drawing) {
      environment.err().println();
      drawing = false;
    }
  }

  /** A line that the user should not miss, and need not read twice. */
  void warn(String format, @Nullable Object... arguments) {
    String warning = line(format, arguments);
    if (warnings.size() < MOST_WARNINGS ? warnings.add(warning) : !warnings.contains(warning)) {
      close();
      environment.err().println("warning: " + warning);
    }
  }

  /** An image that cannot be read and is left out. */
  void skipped(SkippedImage image) {
    warn("skipped: %s", image.reason());
  }

  /** The stable fields of {@code --json}: names and values in turn. */
  void json(@Nullable Object... fields) {
    json(fields(fields));
  }

  /** The same, in the map's order. */
  void json(Map<String, Object> fields) {
    if (json) {
      environment.out().println(OptionWords.of(Json.line(fields)));
    }
  }

  /** Names and values in turn as a map in that order. */
  static Map<String, Object> fields(@Nullable Object... fields) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      object.put((String) fields[i], fields[i + 1]);
    }
    return object;
  }

  private static String line(String format, @Nullable Object... arguments) {
    return OptionWords.of(
        arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments));
  }
}

package org.graft.storage;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Lines of CSV (RFC 4180). */
public final class Csv {
  private Csv() {}

  /** One line; cells with a comma, a quote or a line break are quoted. */
  public static String line(Object... cells) {
    return Arrays.stream(cells)
        .map(String::valueOf)
        .map(Csv::quoted)
        .collect(Collectors.joining(","));
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}

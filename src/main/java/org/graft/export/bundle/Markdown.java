package org.graft.export.bundle;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Pieces of a Markdown page (CommonMark, with GitHub's tables); texts come from users' names. */
final class Markdown {
  private static final String SPECIAL = "([\\\\`*_{}\\[\\]<>|#~])";

  private Markdown() {}

  /** A text that is shown as it is, on one line. */
  static String text(Object text) {
    return String.valueOf(text).replaceAll("\\R", " ").replaceAll(SPECIAL, "\\\\$1");
  }

  /** A table whose cells are texts; all columns but the first hold figures. */
  static String table(List<String> heads, List<List<Object>> rows) {
    String rule = "|---|" + "--:|".repeat(heads.size() - 1);
    return row(heads)
        + rule
        + "\n"
        + rows.stream().map(Markdown::row).collect(Collectors.joining());
  }

  /** A table of names and what they stand for. */
  static String facts(Map<String, String> facts) {
    return "| | |\n|---|---|\n"
        + facts.entrySet().stream()
            .map(fact -> row(List.of(fact.getKey(), fact.getValue())))
            .collect(Collectors.joining());
  }

  private static String row(List<?> cells) {
    return cells.stream().map(Markdown::text).collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}

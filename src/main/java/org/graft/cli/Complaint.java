package org.graft.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What JCommander finds wrong with arguments, in the words of a user. */
final class Complaint {
  private static final Map<String, String> WORDS =
      Map.of(
          "\"(\\S+)\": couldn't convert \"(.*)\" to (?:a long|an integer)",
          "$1 takes a whole number, not $2",
          "\"(\\S+)\": couldn't convert \"(.*)\" to a double",
          "$1 takes a number, not $2",
          "\"(\\S+)\": couldn't convert \"(.*)\" to a path",
          "$1 takes a path, not $2",
          "Was passed main parameter '(.*)' but no main parameter.*",
          "unexpected argument '$1'",
          "Expected a value after parameter (\\S+)",
          "$1 needs a value behind it",
          "Can only specify option (\\S+) once\\.",
          "$1 is given more than once",
          "The following options? (?:is|are) required: (.*)",
          "missing: $1",
          "Expected a command, got (.*)",
          "a command comes first, not $1");

  private Complaint() {}

  /** One line; as JCommander says it where no better words are known. */
  static String of(@Nullable String message) {
    String line = String.valueOf(message).replaceAll("\\s*\\R\\s*", " ");
    return WORDS.keySet().stream()
        .filter(line::matches)
        .findFirst()
        .map(said -> line.replaceFirst(said, WORDS.get(said)).replaceAll("[\\[\\]]", ""))
        .orElse(line);
  }
}

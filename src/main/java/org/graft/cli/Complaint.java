package org.graft.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What JCommander finds wrong with arguments, in the words of a user. */
final class Complaint {
  private static final Map<Pattern, String> WORDS = new LinkedHashMap<>();

  static {
    says(
        "\"(\\S+)\": couldn't convert \"(.*)\" to (?:a long|an integer)",
        "$1 takes a whole number, not $2");
    says("\"(\\S+)\": couldn't convert \"(.*)\" to a double", "$1 takes a number, not $2");
    says("\"(\\S+)\": couldn't convert \"(.*)\" to a path", "$1 takes a path, not $2");
    says("Was passed main parameter '(.*)' but no main parameter.*", "unexpected argument '$1'");
    says("Expected a value after parameter (\\S+)", "$1 needs a value behind it");
    says("Can only specify option (\\S+) once\\.", "$1 is given more than once");
    says("The following options? (?:is|are) required: (.*)", "missing: $1");
    says("Expected a command, got (.*)", "a command comes first, not $1");
  }

  private Complaint() {}

  /** One line; as JCommander says it where no better words are known. */
  static String of(@Nullable String message) {
    String line = String.valueOf(message).replaceAll("\\s*\\R\\s*", " ");
    for (Map.Entry<Pattern, String> words : WORDS.entrySet()) {
      Matcher matcher = words.getKey().matcher(line);
      if (matcher.matches()) {
        return matcher.replaceFirst(words.getValue()).replaceAll("[\\[\\]]", "");
      }
    }
    return line;
  }

  private static void says(String pattern, String words) {
    WORDS.put(Pattern.compile(pattern), words);
  }
}

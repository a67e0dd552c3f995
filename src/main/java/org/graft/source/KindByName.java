package org.graft.source;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kind, and an entry that only it has.
 *
 * @param pattern regular expression over the entry's path, whose group 1 is what the advice names
 */
record KindByName(String pattern, String what, String advice) {
  /**
   * The kind of what holds these entries, by the first line of a table that knows one.
   *
   * @param named what the advice calls a match
   */
  static Optional<FileKind> of(
      List<KindByName> table, List<String> entries, Function<Matcher, Object> named) {
    return table.stream().flatMap(line -> line.of(entries, named).stream()).findFirst();
  }

  private Optional<FileKind> of(List<String> entries, Function<Matcher, Object> named) {
    Pattern own = Pattern.compile(pattern);
    return entries.stream()
        .map(own::matcher)
        .filter(Matcher::matches)
        .map(match -> new FileKind(what, String.format(advice, named.apply(match))))
        .findFirst();
  }
}

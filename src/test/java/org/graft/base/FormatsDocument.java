package org.graft.base;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.graft.source.keras.KnownClasses;
import org.graft.source.tensorflow.KnownOperations;

/**
 * {@code docs/formats.md}: prose around tables that the readers' own tables make. A table stands
 * behind a line {@code <!-- table: NAME -->}. The first column of a row comes from the readers;
 * what stands in the second is written by hand and kept.
 */
final class FormatsDocument {
  private static final Pattern TABLE =
      Pattern.compile("(<!-- table: ([a-z-]+) -->\n)((?:\\|[^\n]*\n)*)");

  private static final Pattern ROW = Pattern.compile("\\| (.*?) \\| ?(.*?) ?\\|");

  private static final Map<String, Function<Map<String, String>, List<String>>> TABLES =
      Map.of(
          "keras-layers", notes -> rows("class", KnownClasses.layers(), notes),
          "keras-training", notes -> rows("class", KnownClasses.ofTraining(), notes),
          "keras-activations", notes -> rows("function", KnownClasses.activations(), notes),
          "tensorflow-layers", notes -> rows("operation", KnownOperations.layers(), notes),
          "tensorflow-patterns", notes -> rows("layer", KnownOperations.patterns(), notes),
          "tensorflow-stored", notes -> rows("operation", KnownOperations.stored(), notes),
          "tensorflow-passed", notes -> rows("operation", KnownOperations.passedBy(), notes),
          "tensorflow-folded", notes -> rows("operation", KnownOperations.folded(), notes),
          "tensorflow-shapes", notes -> rows("operation", KnownOperations.ofShapes(), notes),
          "architectures", notes -> architectures());

  private FormatsDocument() {}

  /** The names of all tables that there are. */
  static Collection<String> tables() {
    return TABLES.keySet();
  }

  /** The names of the tables that a document has. */
  static List<String> tables(String document) {
    return TABLE.matcher(document).results().map(table -> table.group(2)).toList();
  }

  /** The document with its tables as the readers have them now. */
  static String renewed(String document) {
    return TABLE
        .matcher(document)
        .replaceAll(
            table ->
                Matcher.quoteReplacement(
                    table.group(1)
                        + TABLES.get(table.group(2)).apply(notes(table.group(3))).stream()
                            .map(row -> row + "\n")
                            .collect(Collectors.joining())));
  }

  /** What is written by hand beside each name. */
  private static Map<String, String> notes(String rows) {
    Map<String, String> notes = new LinkedHashMap<>();
    ROW.matcher(rows).results().forEach(row -> notes.put(row.group(1), row.group(2)));
    return notes;
  }

  private static List<String> rows(
      String title, Collection<String> names, Map<String, String> notes) {
    List<String> rows = new ArrayList<>(List.of("| " + title + " | |", "|---|---|"));
    for (String name : names) {
      String cell = "`" + name + "`";
      String note = notes.getOrDefault(cell, "");
      rows.add("| " + cell + " | " + note + (note.isEmpty() ? "|" : " |"));
    }
    return rows;
  }

  private static List<String> architectures() {
    List<String> rows =
        new ArrayList<>(
            List.of(
                "| name | title | preprocessing | smallest side | native side | parameters without top"
                    + " | with top |",
                "|---|---|---|---|---|---|---|"));
    Catalogue.load().entries().forEach((name, entry) -> rows.add(row(name, entry)));
    return rows;
  }

  private static String row(String name, CatalogueEntry entry) {
    return String.format(
        Locale.ROOT,
        "| `%s` | %s | %s | %d px | %d px | %,d | %,d |",
        name,
        entry.title() + (entry.freeWidth() ? ", at any width" : ""),
        entry.preprocessing(),
        entry.minimumSize(),
        entry.nativeSize(),
        entry.parameters().withoutTop(),
        entry.parameters().withTop());
  }
}

package org.graft.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.graft.failure.MalformedFileException;
import org.graft.storage.CsvRows;
import org.graft.storage.Json;

/** The rows of a labels file one by one, whatever they are written in; empty lines are passed. */
interface LabelsRows {
  /**
   * One row.
   *
   * @param file that it stands in
   * @param line that it begins in, from 1
   * @param cells the texts of each column that it has; most columns have one
   */
  record LabelsRow(Path file, int line, Map<String, List<String>> cells) {
    /** What keeps it from being read. */
    MalformedFileException problem(String what) {
      return new MalformedFileException(file, "line " + line + ": " + what);
    }
  }

  Optional<LabelsRow> next() throws IOException;

  /** CSV whose first row names the columns; several labels are parted by {@code |}. */
  static LabelsRows csv(Path file, BufferedReader in) throws IOException {
    CsvRows rows = new CsvRows(in);
    CsvRows.CsvRow header = rows.next().orElseThrow(() -> begun(file, 1).problem("it is empty"));
    List<String> columns = header.cells().stream().map(String::strip).toList();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.subList(0, i).contains(columns.get(i))) {
        throw begun(file, header.line()).problem("column '" + columns.get(i) + "' is there twice");
      }
    }
    return () -> {
      Optional<CsvRows.CsvRow> row = rows.next();
      while (row.isPresent() && row.get().cells().equals(List.of(""))) {
        row = rows.next();
      }
      return row.map(found -> row(begun(file, found.line()), columns, found.cells()));
    };
  }

  /** A row without cells as yet. */
  private static LabelsRow begun(Path file, int line) {
    return new LabelsRow(file, line, new LinkedHashMap<>());
  }

  private static LabelsRow row(LabelsRow begun, List<String> columns, List<String> cells) {
    if (cells.size() != columns.size()) {
      throw begun.problem(
          "it has %d cells, and the header %d; a cell with a comma in it is put in quotes"
              .formatted(cells.size(), columns.size()));
    }
    for (int i = 0; i < columns.size(); i++) {
      String cell = cells.get(i);
      boolean several = columns.get(i).equals(LabelsKind.LABELS.toString());
      begun.cells().put(columns.get(i), several ? parts(cell) : List.of(cell));
    }
    return begun;
  }

  private static List<String> parts(String cell) {
    return cell.isBlank() ? List.of() : List.of(cell.split(Pattern.quote("|"), -1));
  }

  /** An object a line, whose fields are text, numbers or arrays of these. */
  static LabelsRows jsonLines(Path file, BufferedReader in) {
    Iterator<String> lines = in.lines().iterator();
    int[] line = {0};
    return () -> {
      String text = "";
      while (text.isBlank()) {
        if (!lines.hasNext()) {
          return Optional.empty();
        }
        text = lines.next();
        line[0]++;
      }
      return Optional.of(row(begun(file, line[0]), text));
    };
  }

  private static LabelsRow row(LabelsRow begun, String text) {
    Optional<JsonNode> tree = Json.tree(text);
    if (tree.isEmpty() || !(tree.get() instanceof ObjectNode object)) {
      throw begun.problem("it is no JSON object, such as {\"path\":\"a.jpg\",\"label\":\"cat\"}");
    }
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      List<String> texts = new ArrayList<>();
      boolean several = field.getKey().equals(LabelsKind.LABELS.toString());
      if (several != field.getValue().isArray()) {
        throw begun.problem(
            "field '%s' is %s array".formatted(field.getKey(), several ? "no" : "an unexpected"));
      }
      for (JsonNode value : several ? field.getValue() : List.of(field.getValue())) {
        if (!value.isTextual() && !value.isNumber()) {
          throw begun.problem(
              "field '" + field.getKey() + "' is neither text nor a number: " + value);
        }
        texts.add(value.asText());
      }
      begun.cells().put(field.getKey(), texts);
    }
    return begun;
  }
}

package org.graft.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.graft.storage.CsvRows;
import org.graft.storage.Json;

/** The rows of a labels file one by one, whatever they are written in; empty lines are passed. */
interface LabelsRows {
  /**
   * One row.
   *
   * @param line that it begins in, from 1
   * @param cells the texts of each column that it has; most columns have one
   */
  record LabelsRow(int line, Map<String, List<String>> cells) {}

  /** What keeps a row from being read, with its line. */
  final class LabelsProblem extends IOException {
    private static final long serialVersionUID = 1;

    LabelsProblem(int line, String what) {
      super("line " + line + ": " + what);
    }
  }

  Optional<LabelsRow> next() throws IOException;

  /** CSV whose first row names the columns; several labels are parted by {@code |}. */
  static LabelsRows csv(BufferedReader in) throws IOException {
    CsvRows rows = new CsvRows(in);
    CsvRows.CsvRow header = rows.next().orElseThrow(() -> new LabelsProblem(1, "it is empty"));
    List<String> columns = header.cells().stream().map(String::strip).toList();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.subList(0, i).contains(columns.get(i))) {
        throw new LabelsProblem(header.line(), "column '" + columns.get(i) + "' is there twice");
      }
    }
    return () -> {
      Optional<CsvRows.CsvRow> row = rows.next();
      while (row.isPresent() && row.get().cells().equals(List.of(""))) {
        row = rows.next();
      }
      return row.isEmpty() ? Optional.empty() : Optional.of(row(columns, row.get()));
    };
  }

  private static LabelsRow row(List<String> columns, CsvRows.CsvRow row) throws LabelsProblem {
    if (row.cells().size() != columns.size()) {
      throw new LabelsProblem(
          row.line(),
          "it has %d cells, and the header %d; a cell with a comma in it is put in quotes"
              .formatted(row.cells().size(), columns.size()));
    }
    Map<String, List<String>> cells = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      String cell = row.cells().get(i);
      boolean several = columns.get(i).equals(LabelsKind.LABELS.toString());
      cells.put(columns.get(i), several ? parts(cell) : List.of(cell));
    }
    return new LabelsRow(row.line(), cells);
  }

  private static List<String> parts(String cell) {
    return cell.isBlank() ? List.of() : List.of(cell.split(Pattern.quote("|"), -1));
  }

  /** An object a line, whose fields are text, numbers or arrays of these. */
  static LabelsRows jsonLines(BufferedReader in) {
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
      return Optional.of(new LabelsRow(line[0], fields(text, line[0])));
    };
  }

  private static Map<String, List<String>> fields(String text, int line) throws IOException {
    Optional<JsonNode> tree = Json.tree(text);
    if (tree.isEmpty() || !(tree.get() instanceof ObjectNode object)) {
      throw new LabelsProblem(
          line, "it is no JSON object, such as {\"path\":\"a.jpg\",\"label\":\"cat\"}");
    }
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      List<String> texts = new ArrayList<>();
      boolean several = field.getKey().equals(LabelsKind.LABELS.toString());
      if (several != field.getValue().isArray()) {
        throw new LabelsProblem(
            line,
            "field '%s' is %s array".formatted(field.getKey(), several ? "no" : "an unexpected"));
      }
      for (JsonNode value : several ? field.getValue() : List.of(field.getValue())) {
        if (!value.isTextual() && !value.isNumber()) {
          throw new LabelsProblem(
              line, "field '" + field.getKey() + "' is neither text nor a number: " + value);
        }
        texts.add(value.asText());
      }
      fields.put(field.getKey(), texts);
    }
    return fields;
  }
}

package org.graft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvRowsTest {
  @Test
  void readsWhatRfc4180Allows() throws IOException {
    List<CsvRows.CsvRow> rows =
        rows("a,b\r\n\"x, y\",\"say \"\"hi\"\"\"\n\"two\nlines\",\n\n,\"\"\rlast");

    assertThat(rows)
        .containsExactly(
            row(1, "a", "b"),
            row(2, "x, y", "say \"hi\""),
            row(3, "two\nlines", ""),
            row(5, ""),
            row(6, "", ""),
            row(7, "last"));
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    Object[] cells = {"", "a,b", "\"", "\n", "\r", " c ", "ü", "\"\""};

    assertThat(rows(Csv.line(cells) + "\n")).containsExactly(row(1, cells));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "a;\"b;c | line 2: a quote stays open to the end",
        "a;b\"c | line 2: a quote in a cell that does not begin with one",
        "a;\"b\"c | line 2: text behind a closing quote",
      })
  void refusesStrayQuotes(String text, String problem) {
    assertThatThrownBy(() -> rows(text.replace(';', '\n')))
        .isInstanceOf(CsvRows.CsvProblem.class)
        .hasMessageStartingWith(problem);
  }

  @Test
  void boundsCellsAndRows() {
    assertThatThrownBy(() -> rows("x".repeat((1 << 20) + 1)))
        .isInstanceOf(CsvRows.CsvProblem.class)
        .hasMessageContaining("a cell of more than");
    assertThatThrownBy(() -> rows(",".repeat(1 << 16)))
        .isInstanceOf(CsvRows.CsvProblem.class)
        .hasMessageContaining("more than 65536 cells");
  }

  private static CsvRows.CsvRow row(int line, Object... cells) {
    return new CsvRows.CsvRow(line, List.of(cells).stream().map(String::valueOf).toList());
  }

  private static List<CsvRows.CsvRow> rows(String text) throws IOException {
    CsvRows rows = new CsvRows(new StringReader(text));
    List<CsvRows.CsvRow> all = new ArrayList<>();
    for (Optional<CsvRows.CsvRow> row = rows.next(); row.isPresent(); row = rows.next()) {
      all.add(row.get());
    }
    return all;
  }
}

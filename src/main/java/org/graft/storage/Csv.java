package org.graft.storage;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.graft.failure.MalformedFileException;

/** Lines of CSV (RFC 4180), written and read. */
public final class Csv {
  private static final long MAXIMUM_BYTES = 512L << 20;

  private Csv() {}

  /** One line; cells with a comma, a quote or a line break are quoted. */
  public static String line(Object... cells) {
    return Arrays.stream(cells)
        .map(String::valueOf)
        .map(cell -> isPlain(cell) ? cell : quoted(cell))
        .collect(Collectors.joining(","));
  }

  /** A cell in quotes, which any cell may have. */
  public static String quoted(Object cell) {
    return '"' + cell.toString().replace("\"", "\"\"") + '"';
  }

  /**
   * The cells of every line of a file of at most 512 MiB in UTF-8; the file's mistake when it is
   * larger or no CSV.
   */
  public static List<List<String>> read(Path file) {
    List<List<String>> lines = new ArrayList<>();
    read(file, MAXIMUM_BYTES, row -> lines.add(row.cells()));
    return lines;
  }

  /**
   * Hands on the lines of a file in UTF-8 one by one, however many there are; the file's mistake
   * when it is no CSV.
   */
  public static void each(Path file, Consumer<CsvRows.CsvRow> reader) {
    read(file, Long.MAX_VALUE, reader);
  }

  private static void read(Path file, long most, Consumer<CsvRows.CsvRow> reader) {
    try (Reader in = Files.newBufferedReader(InputFile.require(file))) {
      if (Files.size(file) > most) {
        throw new MalformedFileException(file, "larger than 512 MiB, which no table of ours is");
      }
      CsvRows rows = new CsvRows(in);
      for (Optional<CsvRows.CsvRow> row = rows.next(); row.isPresent(); row = rows.next()) {
        reader.accept(row.get());
      }
    } catch (CsvRows.CsvProblem e) {
      throw new MalformedFileException(file, e.getMessage(), e);
    } catch (IOException e) {
      throw new MalformedFileException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isPlain(String cell) {
    return cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
  }
}

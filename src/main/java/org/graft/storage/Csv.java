package org.graft.storage;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
        .map(Csv::quoted)
        .collect(Collectors.joining(","));
  }

  /**
   * The cells of every line of a file of at most 512 MiB in UTF-8; the file's mistake when it is
   * larger or a quote stays open.
   */
  public static List<List<String>> read(Path file) {
    try (Reader in = Files.newBufferedReader(InputFile.require(file))) {
      if (Files.size(file) > MAXIMUM_BYTES) {
        throw new MalformedFileException(file, "larger than 512 MiB, which no table of ours is");
      }
      List<List<String>> lines = new ArrayList<>();
      for (int next = in.read(); next >= 0; next = in.read()) {
        lines.add(cells(in, next, file));
      }
      return lines;
    } catch (IOException e) {
      throw new MalformedFileException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** One line, whose first character has been read; what ends it is read too. */
  private static List<String> cells(Reader in, int first, Path file) throws IOException {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean inside = false;
    int before = -1;
    for (int c = first; inside || (c >= 0 && c != '\n'); c = in.read()) {
      if (c < 0) {
        throw new MalformedFileException(file, "a quote stays open to the end");
      }
      if (c == '"') {
        cell.append(!inside && before == '"' ? "\"" : "");
        inside = !inside;
      } else if (c == ',' && !inside) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else if (c != '\r' || inside) {
        cell.append((char) c);
      }
      before = c;
    }
    cells.add(cell.toString());
    return cells;
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}

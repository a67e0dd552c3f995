package org.graft.storage;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a CSV file (RFC 4180) one by one. A quote stands at the two ends of a cell and twice
 * inside one, nowhere else.
 */
public final class CsvRows {
  /** Characters of a cell. */
  private static final int LONGEST_CELL = 1 << 20;

  /** Cells of a row. */
  private static final int MOST_CELLS = 1 << 16;

  private static final int END = -1;
  private static final int NONE = -2;

  private final Reader in;
  private int ahead = NONE;
  private int line = 1;

  /** Reads on from where {@code in} stands; buffered by the caller. */
  public CsvRows(Reader in) {
    this.in = in;
  }

  /**
   * One row.
   *
   * @param line that it begins in, from 1
   * @param cells at least one; that of an empty line is empty
   */
  public record CsvRow(int line, List<String> cells) {
    public CsvRow {
      cells = List.copyOf(cells);
    }
  }

  /** What keeps text from being CSV, with the line that it is in. */
  public static final class CsvProblem extends IOException {
    private static final long serialVersionUID = 1;

    CsvProblem(int line, String what) {
      super("line " + line + ": " + what);
    }
  }

  /**
   * The next row, if there is one.
   *
   * @throws CsvProblem where quotes are not as they must be, and beyond 65,536 cells or a million
   *     characters in one
   */
  public Optional<CsvRow> next() throws IOException {
    if (peek() == END) {
      return Optional.empty();
    }
    int begins = line;
    List<String> cells = new ArrayList<>();
    do {
      if (cells.size() == MOST_CELLS) {
        throw new CsvProblem(begins, "more than " + MOST_CELLS + " cells");
      }
      cells.add(peek() == '"' ? quoted() : plain());
    } while (endsCell());
    return Optional.of(new CsvRow(begins, cells));
  }

  /** Reads what lies between two cells or rows; whether another cell follows in the row. */
  private boolean endsCell() throws IOException {
    int c = read();
    if (c == '\r' && peek() == '\n') {
      c = read();
    }
    if (c == ',') {
      return true;
    }
    if (c == '\n' || c == '\r') {
      line++;
    } else if (c != END) {
      throw new CsvProblem(
          line, "text behind a closing quote; a quote inside a cell is written twice");
    }
    return false;
  }

  private String plain() throws IOException {
    StringBuilder cell = new StringBuilder();
    while (peek() != ',' && peek() != '\n' && peek() != '\r' && peek() != END) {
      if (peek() == '"') {
        throw new CsvProblem(
            line,
            "a quote in a cell that does not begin with one; such cells are quoted as a whole");
      }
      add(cell, read());
    }
    return cell.toString();
  }

  private String quoted() throws IOException {
    int begins = line;
    StringBuilder cell = new StringBuilder();
    read();
    while (true) {
      int c = read();
      if (c == END) {
        throw new CsvProblem(begins, "a quote stays open to the end");
      }
      if (c == '"') {
        if (peek() != '"') {
          return cell.toString();
        }
        read();
      }
      line += c == '\n' ? 1 : 0;
      add(cell, c);
    }
  }

  private void add(StringBuilder cell, int c) throws CsvProblem {
    if (cell.length() == LONGEST_CELL) {
      throw new CsvProblem(line, "a cell of more than " + LONGEST_CELL + " characters");
    }
    cell.append((char) c);
  }

  private int peek() throws IOException {
    if (ahead == NONE) {
      ahead = in.read();
    }
    return ahead;
  }

  private int read() throws IOException {
    int c = peek();
    ahead = c == END ? END : NONE;
    return c;
  }
}

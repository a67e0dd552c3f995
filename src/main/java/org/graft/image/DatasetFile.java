package org.graft.image;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.graft.failure.MalformedFileException;
import org.graft.storage.Csv;
import org.graft.storage.CsvRows;
import org.jspecify.annotations.Nullable;

/**
 * The images of a dataset as CSV, a line an image, written and read one by one: its part, the index
 * of its answer, the number of the group that it belongs to (empty where it is on its own), and the
 * absolute path of its file.
 */
public final class DatasetFile {
  private static final List<String> HEADER = List.of("part", "answer", "group", "file");

  private DatasetFile() {}

  /** Writes the images of {@code data}, part by part. */
  public static void write(Path table, Dataset data) throws IOException {
    Map<Path, Integer> groups = data.groups().numbers();
    try (BufferedWriter out = Files.newBufferedWriter(table)) {
      out.write(Csv.line(HEADER.toArray()) + "\n");
      for (Role role : Role.values()) {
        for (LabelledImage image : part(data, role)) {
          Object group = groups.containsKey(image.file()) ? groups.get(image.file()) : "";
          Path file = image.file().toAbsolutePath();
          out.write(Csv.line(role, image.label(), group, file) + "\n");
        }
      }
    }
  }

  /**
   * {@code data} with the images of a table.
   *
   * @param images that the table must have
   * @throws MalformedFileException if it has others, or cannot be read
   */
  public static Dataset read(Path table, Dataset data, int images) {
    Rows rows = new Rows(table, data);
    Csv.each(table, rows::add);
    if (rows.count != images) {
      throw new MalformedFileException(
          table, rows.count + " images, expected " + images + ": it was changed or cut off");
    }
    return rows.dataset();
  }

  private static List<LabelledImage> part(Dataset data, Role role) {
    return switch (role) {
      case TRAIN -> data.train();
      case VALIDATION -> data.validation();
      case TEST -> data.test();
    };
  }

  /** What has been read so far. */
  private static final class Rows {
    private final Path table;
    private final Dataset data;
    private final int answers;
    private final Map<Role, List<LabelledImage>> parts = new EnumMap<>(Role.class);
    private final SortedMap<Integer, List<Path>> groups = new TreeMap<>();
    private int count;

    Rows(Path table, Dataset data) {
      this.table = table;
      this.data = data;
      this.answers = data.targets() == null ? data.labels().size() : data.targets().count();
      for (Role role : Role.values()) {
        parts.put(role, new ArrayList<>());
      }
    }

    void add(CsvRows.CsvRow row) {
      List<String> cells = row.cells();
      if (row.line() == 1) {
        require(row, cells.equals(HEADER), "the columns " + String.join(",", HEADER));
        return;
      }
      require(row, cells.size() == HEADER.size(), HEADER.size() + " cells");
      Path file = file(row, cells.get(3));
      parts
          .get(role(row, cells.get(0)))
          .add(new LabelledImage(file, number(row, cells.get(1), answers)));
      if (!cells.get(2).isEmpty()) {
        int group = number(row, cells.get(2), Integer.MAX_VALUE);
        groups.computeIfAbsent(group, unseen -> new ArrayList<>(2)).add(file);
      }
      count++;
    }

    Dataset dataset() {
      return new Dataset(
          data.labels(),
          parts.get(Role.TRAIN),
          parts.get(Role.VALIDATION),
          parts.get(Role.TEST),
          data.leftOut(),
          data.targets(),
          new ImageGroups(List.copyOf(groups.values())));
    }

    private Role role(CsvRows.CsvRow row, String cell) {
      return Arrays.stream(Role.values())
          .filter(role -> role.toString().equals(cell))
          .findFirst()
          .orElseThrow(() -> wrong(row, "train, validation or test", null));
    }

    private int number(CsvRows.CsvRow row, String cell, int below) {
      try {
        int number = Integer.parseInt(cell);
        require(row, number >= 0 && number < below, "a number from 0, less than " + below);
        return number;
      } catch (NumberFormatException e) {
        throw wrong(row, "a number from 0, less than " + below, e);
      }
    }

    private Path file(CsvRows.CsvRow row, String cell) {
      try {
        return Path.of(cell);
      } catch (InvalidPathException e) {
        throw wrong(row, "a path", e);
      }
    }

    private void require(CsvRows.CsvRow row, boolean right, String expected) {
      if (!right) {
        throw wrong(row, expected, null);
      }
    }

    private MalformedFileException wrong(
        CsvRows.CsvRow row, String expected, @Nullable Exception cause) {
      return new MalformedFileException(
          table, "line " + row.line() + ": " + row.cells() + ", expected " + expected, cause);
    }
  }
}

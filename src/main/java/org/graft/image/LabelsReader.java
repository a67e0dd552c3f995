package org.graft.image;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.graft.failure.InputException;
import org.graft.failure.MalformedFileException;
import org.graft.image.LabelsRows.LabelsRow;
import org.graft.storage.CsvRows;
import org.graft.storage.InputFile;
import org.jspecify.annotations.Nullable;

/** Reads one labels file, which may hold anything. */
final class LabelsReader {
  private static final String PATH = ManifestRows.PATH;
  private static final String SPLIT = ManifestRows.SPLIT;
  private static final String EXPECTED =
      "expected path, one of label, labels and number, and if wanted split and group";
  private static final long MOST_BYTES = 512L << 20;
  private static final int MOST_LINES = 2_000_000;
  private static final int LONGEST_NAME = 1000;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Path file;
  private final RootedPaths paths;
  private final Map<Path, Integer> seen = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final LabelsLines.Builder lines = new LabelsLines.Builder();
  private final String group;
  private final Set<String> optional;
  private final Set<String> others;
  private Set<String> columns = Set.of();
  private int last;
  private @Nullable LabelsKind kind;

  /**
   * @param group the column that says what belongs together
   * @param others columns that say nothing of what images show
   */
  LabelsReader(Path file, RootedPaths paths, String group, Set<String> others) {
    this.file = file;
    this.paths = paths;
    this.group = group;
    this.optional =
        Stream.of(SPLIT, LabelsFile.GROUP, group).collect(Collectors.toUnmodifiableSet());
    this.others = others;
  }

  LabelsFile read() {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    boolean csv = name.endsWith(".csv");
    if (!csv && !name.endsWith(".jsonl")) {
      throw new InputException(
          file + " is no labels file by its name: expected FILE.csv or FILE.jsonl");
    }
    if (!Files.exists(file)) {
      throw new InputException("there is no labels file " + file);
    }
    try (BufferedReader in = Files.newBufferedReader(InputFile.require(file))) {
      if (Files.size(file) > MOST_BYTES) {
        throw new MalformedFileException(file, "larger than 512 MiB; take parts of it in turn");
      }
      passByteOrderMark(in);
      LabelsRows rows = csv ? LabelsRows.csv(file, in) : LabelsRows.jsonLines(file, in);
      for (Optional<LabelsRow> row = rows.next(); row.isPresent(); row = rows.next()) {
        add(row.get());
      }
    } catch (CsvRows.CsvProblem e) {
      throw new MalformedFileException(file, e.getMessage(), e);
    } catch (CharacterCodingException | UncheckedIOException e) {
      throw notUtf8(e);
    } catch (IOException e) {
      throw new MalformedFileException(file, "cannot be read: " + e.getMessage(), e);
    }
    if (kind == null || lines.count() == 0) {
      throw new MalformedFileException(file, "it names no image");
    }
    seen.clear();
    paths.requireAll(file);
    return new LabelsFile(
        file,
        paths.root(),
        kind,
        columns.contains(group) ? Optional.of(group) : Optional.empty(),
        lines.lines());
  }

  private MalformedFileException notUtf8(Exception e) {
    String where = lines.count() == 0 ? "" : " after line " + last;
    return new MalformedFileException(file, "not UTF-8" + where + "; save it as UTF-8", e);
  }

  private static void passByteOrderMark(BufferedReader in) throws IOException {
    in.mark(1);
    if (in.read() != BYTE_ORDER_MARK) {
      in.reset();
    }
  }

  private void add(LabelsRow row) {
    if (lines.count() == MOST_LINES) {
      throw row.problem("more than " + MOST_LINES + " images; take parts of it in turn");
    }
    if (!row.cells().keySet().equals(columns)) {
      requireColumns(row);
    }
    Path image = image(row);
    lines.add(
        new LabelsLine(
            row.line(),
            image,
            kind == LabelsKind.NUMBER ? List.of() : labels(row),
            kind == LabelsKind.NUMBER ? OptionalDouble.of(number(row)) : OptionalDouble.empty(),
            row.cells().containsKey(SPLIT) ? Optional.of(role(row)) : Optional.empty(),
            row.cells().containsKey(group) ? group(row) : Optional.empty()));
    last = row.line();
  }

  /** The first row's columns are those of all. */
  private void requireColumns(LabelsRow row) {
    Set<String> own = row.cells().keySet();
    List<LabelsKind> kinds = own.stream().flatMap(name -> LabelsKind.of(name).stream()).toList();
    Optional<String> unknown =
        own.stream()
            .filter(n -> !n.equals(PATH) && !optional.contains(n) && !others.contains(n))
            .filter(n -> LabelsKind.of(n).isEmpty())
            .findFirst();
    if (unknown.isPresent()) {
      throw row.problem(
          "unknown column '%s': %s; rename or remove it".formatted(unknown.get(), EXPECTED));
    }
    if (!own.contains(PATH) || kinds.isEmpty()) {
      String missing = own.contains(PATH) ? "label, labels or number" : "path";
      throw row.problem("no column %s: %s".formatted(missing, EXPECTED));
    }
    if (kinds.size() > 1 || (kind != null && kind != kinds.get(0))) {
      String other = kinds.size() > 1 ? kinds.get(1) + " too" : "lines before have " + kind;
      throw row.problem(
          "mixed tasks: it has %s, and %s; expected one of them throughout"
              .formatted(kinds.get(0), other));
    }
    if (!columns.isEmpty()) {
      requireSame(row, own);
    }
    kind = kinds.get(0);
    columns = Set.copyOf(own);
  }

  private void requireSame(LabelsRow row, Set<String> own) {
    for (String name : optional) {
      if (own.contains(name) != columns.contains(name)) {
        throw row.problem(
            "it has %s %s, other than the lines before: expected one in all lines or in none"
                .formatted(own.contains(name) ? "a" : "no", name));
      }
    }
  }

  private Path image(LabelsRow row) {
    Path image;
    try {
      image = paths.resolve(row.line(), only(row, PATH));
    } catch (InputException e) {
      throw row.problem(e.getMessage());
    }
    Integer before = seen.putIfAbsent(image, row.line());
    if (before != null) {
      throw row.problem(
          String.format(
              Locale.ROOT, "%s stands in line %d already; remove one of them", image, before));
    }
    return image;
  }

  private List<String> labels(LabelsRow row) {
    Set<String> labels = new LinkedHashSet<>();
    for (String cell : row.cells().get(String.valueOf(kind))) {
      String label = Normalizer.normalize(cell.strip(), Normalizer.Form.NFC);
      requireName(row, "label", label);
      if (!labels.add(names.computeIfAbsent(label, same -> same))) {
        throw row.problem("label '" + label + "' is there twice; remove one of them");
      }
    }
    return List.copyOf(labels);
  }

  private static void requireName(LabelsRow row, String what, String name) {
    if (name.isEmpty()) {
      throw row.problem("its " + what + " is empty; give one, or remove the line");
    }
    if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
      throw row.problem(
          "its %s is longer than %s characters or holds one that cannot be shown"
              .formatted(what, LONGEST_NAME));
    }
  }

  private static double number(LabelsRow row) {
    String text = only(row, LabelsKind.NUMBER.toString()).strip();
    boolean decimal =
        text.matches("[+-]?(\\d{1,400}\\.?\\d{0,400}|\\.\\d{1,400})([eE][+-]?\\d{1,9})?");
    double number = decimal ? Double.parseDouble(text) : Double.NaN;
    if (!Double.isFinite(number)) {
      throw row.problem(
          "'" + text + "' is no number: expected one such as 12, -0.5 or 1e-3, or no line");
    }
    return number;
  }

  private static Role role(LabelsRow row) {
    String word = only(row, SPLIT).strip();
    return Role.of(word)
        .orElseThrow(
            () -> row.problem("'" + word + "' is no split: expected train, validation or test"));
  }

  /** An image whose cell is empty belongs to none. */
  private Optional<String> group(LabelsRow row) {
    String name = only(row, group).strip();
    if (name.isEmpty()) {
      return Optional.empty();
    }
    requireName(row, group, name);
    return Optional.of(name);
  }

  private static String only(LabelsRow row, String column) {
    return row.cells().get(column).get(0);
  }
}

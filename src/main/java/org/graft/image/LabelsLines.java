package org.graft.image;

import java.util.AbstractList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.RandomAccess;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Lines of a labels file that stay as they are, each made anew when asked for: beside the bytes of
 * its image's name, some 30 a line, where a line with its path takes 500.
 */
final class LabelsLines extends AbstractList<LabelsLine> implements RandomAccess {
  private final int[] numbers;
  private final PathList files;
  private final Column<List<String>> labels;
  private final double[] values;
  private final Column<Optional<Role>> roles;
  private final Column<Optional<String>> groups;

  private LabelsLines(Builder of) {
    this.numbers = of.numbers.build().toArray();
    this.files = of.files.list();
    this.labels = of.labels.column();
    this.values = of.values.build().toArray();
    this.roles = of.roles.column();
    this.groups = of.groups.column();
  }

  /** The same lines in the same order; itself where it is one of these. */
  static LabelsLines copyOf(Collection<LabelsLine> lines) {
    if (lines instanceof LabelsLines held) {
      return held;
    }
    Builder builder = new Builder();
    lines.forEach(builder::add);
    return builder.lines();
  }

  @Override
  public LabelsLine get(int index) {
    double value = values[index];
    return new LabelsLine(
        numbers[index],
        files.get(index),
        labels.get(index),
        Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value),
        roles.get(index),
        groups.get(index));
  }

  @Override
  public int size() {
    return numbers.length;
  }

  /** What lines say of which many say the same, each held once. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Column<T>(List<T> values, int... places) {
    T get(int index) {
      return values.get(places[index]);
    }
  }

  private static final class ColumnBuilder<T> {
    private final Map<T, Integer> known = new LinkedHashMap<>();
    private final IntStream.Builder places = IntStream.builder();

    void add(T value) {
      Integer place = known.putIfAbsent(value, known.size());
      places.add(place == null ? known.size() - 1 : place);
    }

    Column<T> column() {
      return new Column<>(List.copyOf(known.keySet()), places.build().toArray());
    }
  }

  /** Takes lines one after another. */
  static final class Builder {
    private final IntStream.Builder numbers = IntStream.builder();
    private final PathList.PathBuilder files = new PathList.PathBuilder();
    private final ColumnBuilder<List<String>> labels = new ColumnBuilder<>();
    private final DoubleStream.Builder values = DoubleStream.builder();
    private final ColumnBuilder<Optional<Role>> roles = new ColumnBuilder<>();
    private final ColumnBuilder<Optional<String>> groups = new ColumnBuilder<>();

    void add(LabelsLine line) {
      numbers.add(line.number());
      files.add(line.file());
      labels.add(line.labels());
      values.add(line.value().orElse(Double.NaN));
      roles.add(line.role());
      groups.add(line.group());
    }

    int count() {
      return files.count();
    }

    /** All that were added; nothing is added any more. */
    LabelsLines lines() {
      return new LabelsLines(this);
    }
  }
}

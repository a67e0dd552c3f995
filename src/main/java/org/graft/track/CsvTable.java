package org.graft.track;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A line of comma-separated values an epoch below a header line (RFC 4180): {@code phase}, {@code
 * epoch}, then the columns asked for, empty where an epoch has no such figure. Figures of images
 * that were not learned from are called as in Keras' history: {@code val_loss}.
 */
public final class CsvTable implements Tracker {
  private final List<String> columns;
  private final GrowingFile file;

  public CsvTable(Path file, List<String> columns) {
    this.columns = List.copyOf(columns);
    this.file = new GrowingFile(file);
    this.file.line("phase,epoch," + String.join(",", columns).replace("validation_", "val_"));
  }

  @Override
  public void epoch(Figures figures) {
    file.line(
        columns.stream()
            .map(column -> figures.values().get(column))
            .map(value -> value == null ? "" : value.toString())
            .collect(Collectors.joining(",", figures.phase() + "," + figures.epoch() + ",", "")));
  }

  @Override
  public void close() {
    file.close();
  }
}

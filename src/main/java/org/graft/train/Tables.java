package org.graft.train;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.graft.storage.Csv;

/** An evaluation as CSV (RFC 4180), a header line first. */
final class Tables {
  private Tables() {}

  /** A row an own class, a column a predicted one. */
  static List<String> confusion(Evaluation evaluation) {
    int[][] confusion = evaluation.confusion();
    List<String> lines = new ArrayList<>();
    lines.add(line(Stream.concat(Stream.of("class"), evaluation.labels().stream())));
    for (int row = 0; row < confusion.length; row++) {
      Stream.Builder<Object> cells = Stream.builder();
      cells.add(evaluation.labels().get(row));
      for (int count : confusion[row]) {
        cells.add(count);
      }
      lines.add(line(cells.build()));
    }
    return lines;
  }

  /** A row an image: file, class, predicted class, then the probability of every class. */
  static List<String> predictions(Evaluation evaluation) {
    List<String> labels = evaluation.labels();
    List<String> lines = new ArrayList<>();
    lines.add(line(Stream.concat(Stream.of("file", "class", "predicted"), labels.stream())));
    for (int i = 0; i < evaluation.images(); i++) {
      Stream.Builder<Object> cells = Stream.builder();
      cells.add(evaluation.files().get(i));
      cells.add(labels.get(evaluation.truth()[i]));
      cells.add(labels.get(evaluation.predicted(i)));
      for (int c = 0; c < labels.size(); c++) {
        cells.add(evaluation.probability(i, c));
      }
      lines.add(line(cells.build()));
    }
    return lines;
  }

  private static String line(Stream<?> cells) {
    return Csv.line(cells.toArray());
  }
}

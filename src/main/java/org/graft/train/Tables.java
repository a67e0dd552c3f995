package org.graft.train;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.graft.failure.MalformedFileException;
import org.graft.plan.Tensor;
import org.graft.storage.Csv;
import org.jspecify.annotations.Nullable;

/** An evaluation as CSV (RFC 4180), a header line first, and back. */
final class Tables {
  private Tables() {}

  /** A row a label of several that an image may have. */
  static List<String> labels(List<LabelScore> scores) {
    List<String> lines = new ArrayList<>();
    lines.add("label,average_precision,precision,recall,f1,threshold,images");
    for (LabelScore s : scores) {
      lines.add(
          Csv.line(
              s.label(),
              s.averagePrecision(),
              s.precision(),
              s.recall(),
              s.f1(),
              s.threshold(),
              s.images()));
    }
    return lines;
  }

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

  /**
   * Writes a row an image: file, class, predicted class, then the probability of every class, or
   * where these would be too many, the likeliest classes with theirs. Where an image may have
   * several labels, the second and third cell hold JSON arrays of them; where a number is asked
   * for, they hold numbers, and there are no more.
   */
  static void predictions(Evaluation evaluation, Writer out) throws IOException {
    Task task = evaluation.task();
    TopClasses top = evaluation.top();
    List<String> labels = evaluation.labels();
    List<Object> cells = new ArrayList<>(List.of("file", task.word(), "predicted"));
    boolean few = (long) evaluation.images() * labels.size() <= Evaluation.MOST_VALUES;
    boolean all = task.isCounted() && few;
    cells.addAll(all ? labels : List.of());
    for (int rank = 1; top != null && rank <= top.kept(); rank++) {
      cells.addAll(List.of("class_" + rank, "probability_" + rank));
    }
    write(out, cells);
    for (int i = 0; i < evaluation.images(); i++) {
      cells.add(evaluation.files().get(i));
      cells.add(task.written(task.labelsOf(evaluation.truth()[i])));
      cells.add(task.given(evaluation, i));
      for (int c = 0; all && c < labels.size(); c++) {
        cells.add(evaluation.probability(i, c));
      }
      for (int j = 0; top != null && j < top.kept(); j++) {
        cells.add(labels.get(top.classes()[i * top.kept() + j]));
        cells.add(top.probabilities()[i * top.kept() + j]);
      }
      write(out, cells);
    }
  }

  private static void write(Writer out, List<Object> cells) throws IOException {
    out.write(Csv.line(cells.toArray()) + "\n");
    cells.clear();
  }

  /**
   * What {@link #predictions} wrote of every class: runs of before have it from there.
   *
   * @param asked what was asked, or {@code null} where it was to tell classes
   * @param files where the images are, in the order of the table
   */
  static Evaluation evaluation(
      Path table, List<String> labels, @Nullable Asked asked, List<Path> files) {
    List<List<String>> lines = Csv.read(table);
    int count = lines.size() - 1;
    if (count != files.size() || count < 1) {
      throw new MalformedFileException(
          table, count + " predictions, expected " + files.size() + " as in test_files.json");
    }
    int width = labels.size();
    WrittenAnswers answers = new WrittenAnswers(table, labels, asked);
    int[] truth = new int[count];
    float[] probabilities = new float[Math.multiplyExact(count, width)];
    for (int i = 0; i < count; i++) {
      List<String> cells = lines.get(i + 1);
      int last = answers.column(width - 1);
      truth[i] = cells.size() == last + 1 ? answers.read(cells.get(1)) : -1;
      if (truth[i] < 0) {
        throw new MalformedFileException(table, "line " + (i + 2) + " is not of run.json's labels");
      }
      for (int c = 0; c < width; c++) {
        probabilities[i * width + c] = probability(table, cells.get(answers.column(c)));
      }
    }
    return new Evaluation(answers.task(), files, truth, new Tensor(probabilities, count, width));
  }

  private static float probability(Path table, String cell) {
    try {
      return Float.parseFloat(cell);
    } catch (NumberFormatException e) {
      throw new MalformedFileException(table, "'" + cell + "' is no probability", e);
    }
  }

  private static String line(Stream<?> cells) {
    return Csv.line(cells.toArray());
  }
}

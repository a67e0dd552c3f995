package org.graft.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.graft.train.Evaluation;

/** Which classes were taken for which: as a matrix while it can be read, else the commonest. */
record ConfusionTable(String title, Evaluation evaluation) implements Section {
  private static final int MOST_CLASSES = 40;
  private static final int LISTED = 10;
  private static final int DEEPEST = 55;

  private record Confusion(String own, String taken, int count) {}

  @Override
  public void write(Html html) {
    int[][] counts = evaluation.confusion();
    if (counts.length <= MOST_CLASSES) {
      html.leaf("p", "A row is an image's own class, a column what it was taken for.");
      html.begin("div", "class", "wide").begin("table", "class", "matrix");
      head(html, counts.length);
      for (int row = 0; row < counts.length; row++) {
        row(html, row, counts[row]);
      }
      html.end().end();
    } else {
      html.leaf("p", counts.length + " classes; all of their confusions are in confusion.csv.");
    }
    list(html, commonest(counts));
  }

  private static void head(Html html, int classes) {
    html.begin("tr").leaf("th", "");
    for (int column = 0; column < classes; column++) {
      html.leaf("th", Integer.toString(column + 1), "scope", "col");
    }
    html.end();
  }

  private void row(Html html, int row, int... counts) {
    int sum = Arrays.stream(counts).sum();
    html.begin("tr");
    html.leaf("th", row + 1 + " " + evaluation.labels().get(row), "scope", "row");
    for (int column = 0; column < counts.length; column++) {
      cell(html, counts[column], sum, row == column);
    }
    html.end();
  }

  private static void cell(Html html, int count, int of, boolean right) {
    if (count == 0) {
      html.leaf("td", "");
      return;
    }
    String colour = right ? "first" : "second";
    String style =
        String.format(
            Locale.ROOT,
            "background:color-mix(in srgb,var(--%s) %d%%,var(--paper))",
            colour,
            Math.max(15, DEEPEST * count / of));
    html.leaf("td", Integer.toString(count), "style", style);
  }

  private List<Confusion> commonest(int[][] counts) {
    List<Confusion> all = new ArrayList<>();
    for (int row = 0; row < counts.length; row++) {
      for (int column = 0; column < counts.length; column++) {
        if (row != column && counts[row][column] > 0) {
          all.add(
              new Confusion(
                  evaluation.labels().get(row),
                  evaluation.labels().get(column),
                  counts[row][column]));
        }
      }
    }
    all.sort(Comparator.comparingInt(Confusion::count).reversed());
    return all.subList(0, Math.min(LISTED, all.size()));
  }

  private static void list(Html html, List<Confusion> commonest) {
    if (commonest.isEmpty()) {
      html.leaf("p", "No class was taken for another.");
      return;
    }
    html.leaf("h3", "Most often").begin("ul");
    for (Confusion one : commonest) {
      html.leaf("li", one.own() + " taken for " + one.taken() + ": " + one.count());
    }
    html.end();
  }
}

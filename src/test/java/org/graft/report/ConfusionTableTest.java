package org.graft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.graft.plan.Tensor;
import org.graft.train.Evaluation;
import org.junit.jupiter.api.Test;

class ConfusionTableTest {
  @Test
  void aRowIsAnImagesOwnClassAndAColumnWhatItWasTakenFor() {
    String html = html(3, new int[] {0, 0, 1, 2}, new int[] {0, 2, 1, 2});
    assertThat(html)
        .containsSubsequence("1 class0", ">1</td>", "<td></td>", ">1</td>", "2 class1", "3 class2");
    assertThat(html).contains("<li>class0 taken for class2: 1</li>");
  }

  @Test
  void theCommonestConfusionsComeFirstAndThereAreTenAtMost() {
    int[] truth = IntStream.range(0, 15).map(i -> i < 3 ? 0 : i - 2).toArray();
    int[] answers = IntStream.range(0, 15).map(i -> i < 3 ? 1 : 0).toArray();
    String html = html(13, truth, answers);
    assertThat(html).containsSubsequence("<li>class0 taken for class1: 3</li>", "<li>");
    assertThat(html.split("<li>", -1)).hasSize(11);
  }

  @Test
  void allRightIsSaid() {
    assertThat(html(2, new int[] {0, 1}, new int[] {0, 1}))
        .contains("No class was taken for another.")
        .doesNotContain("Most often");
  }

  @Test
  void aMatrixThatNobodyCanReadIsNotDrawn() {
    assertThat(html(41, new int[] {40}, new int[] {3}))
        .doesNotContain("<table")
        .contains("41 classes; all of their confusions are in confusion.csv.")
        .contains("class40 taken for class3: 1");
    assertThat(html(40, new int[] {39}, new int[] {3})).contains("<table");
  }

  private static String html(int classes, int[] truth, int[] answers) {
    List<String> labels = IntStream.range(0, classes).mapToObj(i -> "class" + i).toList();
    float[] values = new float[truth.length * classes];
    for (int i = 0; i < answers.length; i++) {
      values[i * classes + answers[i]] = 1;
    }
    List<Path> files = Collections.nCopies(truth.length, Path.of("image"));
    Html html = new Html();
    new ConfusionTable(
            "Confusion",
            new Evaluation(labels, files, truth, new Tensor(values, truth.length, classes)))
        .write(html);
    return html.toString();
  }
}

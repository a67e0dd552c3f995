package org.graft.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.graft.train.Evaluation;
import org.graft.train.Task;

/** The wrong predictions that the model is surest of, with their images while they exist. */
record Mistakes(String title, Evaluation evaluation) implements Section {
  private static final int MOST = 12;

  @Override
  public void write(Html html) {
    List<Integer> wrong = surest(evaluation, false).limit(MOST).toList();
    if (wrong.isEmpty()) {
      html.leaf("p", "Every image was answered right.");
      return;
    }
    html.begin("div", "class", "pictures");
    wrong.forEach(i -> picture(html, i));
    html.end();
  }

  /** The images that are classified right, or wrong, the surest first. */
  static Stream<Integer> surest(Evaluation evaluation, boolean right) {
    return IntStream.range(0, evaluation.images())
        .filter(i -> evaluation.isRight(i) == right)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -evaluation.sureness(i)));
  }

  private void picture(Html html, int i) {
    Task task = evaluation.task();
    String own = task.named(evaluation.truth()[i]);
    Picture.write(
        html,
        evaluation.files().get(i),
        own,
        task.inWords(evaluation.named(i)),
        Shown.share(evaluation.sureness(i)),
        "is " + own);
  }
}

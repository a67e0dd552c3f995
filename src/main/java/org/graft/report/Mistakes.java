package org.graft.report;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.graft.train.Evaluation;
import org.graft.train.Task;

/** The wrong predictions that the model is surest of, with their images while they exist. */
record Mistakes(Evaluation evaluation) implements Section {
  private static final int MOST = 12;

  @Override
  public String title() {
    return "Most confident mistakes";
  }

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
    Path file = evaluation.files().get(i);
    Task task = evaluation.task();
    String own = task.named(evaluation.truth()[i]);
    html.begin("figure", "class", "picture");
    Optional<String> small = Thumbnail.of(file);
    if (small.isPresent()) {
      html.single("img", "src", small.get(), "alt", own);
    } else {
      html.leaf("div", "image is gone", "class", "gone");
    }
    html.begin("figcaption");
    html.leaf("b", task.inWords(evaluation.named(i)));
    html.leaf("span", Shown.share(evaluation.sureness(i)));
    html.leaf("span", "is " + own);
    html.leaf("small", String.valueOf(file.getFileName()));
    html.end().end();
  }
}

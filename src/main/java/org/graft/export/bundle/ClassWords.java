package org.graft.export.bundle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.graft.experiment.ClassScore;
import org.graft.experiment.Score;
import org.graft.train.Calibrated;
import org.graft.train.Calibration;
import org.graft.train.Evaluation;
import org.graft.train.Unknown;

/**
 * Of a model that tells classes.
 *
 * @param evaluation what the exported file makes of the test images
 * @param calibrated what a temperature did to the probabilities, if there is one
 */
record ClassWords(Evaluation evaluation, Optional<Calibrated> calibrated) implements CardWords {
  /** Confusions that are worth a line. */
  private static final int WORST = 3;

  private static final String ANY =
      " It names one of them for any picture, whatever it shows: a caller who also meets others"
          + " should call what stays below a probability unknown (`graft predict --unknown-below"
          + " P`; `graft train --answer-precision P` finds one).";

  @Override
  public String what() {
    return "A classifier of images for %d classes".formatted(evaluation.labels().size());
  }

  @Override
  public String use() {
    return "To tell which of the classes below a picture like those of the data shows."
        + calibrated.map(Calibrated::unknown).map(ClassWords::told).orElse(ANY);
  }

  @Override
  public String lead() {
    Score score = Score.of(evaluation);
    return String.format(
        Locale.ROOT,
        "Accuracy of this file on the test images: %.3f (95 %% interval %.3f to %.3f). Always naming"
            + " the commonest class gives %.3f.%n",
        evaluation.accuracy(),
        score.low(),
        score.high(),
        evaluation.baseRate());
  }

  @Override
  public String table() {
    List<List<Object>> rows = new ArrayList<>();
    for (ClassScore score : ClassScore.of(evaluation)) {
      rows.add(
          List.of(
              score.label(),
              CardWords.share(score.precision()),
              CardWords.share(score.recall()),
              CardWords.share(score.f1()),
              score.images()));
    }
    return Markdown.table(List.of("class", "precision", "recall", "F1", "test images"), rows);
  }

  @Override
  public String meaning() {
    return "A line of `%s` is a class, in the order of the outputs.".formatted(Bundle.LABELS);
  }

  @Override
  public List<String> limits() {
    List<String> limits = new ArrayList<>();
    List<ClassScore> scores = ClassScore.of(evaluation);
    ClassScore weakest =
        scores.stream().min(Comparator.comparingDouble(ClassScore::recall)).orElseThrow();
    limits.add(
        "The weakest class is %s: %s of its test images are recognised."
            .formatted(Markdown.text(weakest.label()), CardWords.share(weakest.recall())));
    limits.addAll(confusions());
    CardWords.rough("classes", scores.stream().mapToInt(ClassScore::images)).ifPresent(limits::add);
    limits.add(
        ("Probabilities differ from the share of right answers by %s on average (expected"
                + " calibration error).%s")
            .formatted(
                CardWords.share(Calibration.of(evaluation).error()),
                calibrated.map(ClassWords::told).orElse("")));
    return limits;
  }

  private static String told(Unknown unknown) {
    return String.format(
        Locale.ROOT,
        " A picture is called unknown whose likeliest class is less probable than %s"
            + " (`graft.unknown_below` in the file): %s of the test images get an answer, and of"
            + " these answers %s are right (%s wanted).",
        CardWords.share(unknown.below()),
        CardWords.share(unknown.answered()),
        CardWords.share(unknown.right()),
        CardWords.share(unknown.precision()));
  }

  private static String told(Calibrated by) {
    return String.format(
        Locale.ROOT,
        " A temperature of %.2f, found on %s, divides the logits; without it that error was %s.",
        by.temperature(),
        by.source(),
        CardWords.share(by.errorBefore()));
  }

  /** The commonest ones. */
  private List<String> confusions() {
    int[][] confusion = evaluation.confusion();
    List<int[]> cells = new ArrayList<>();
    for (int own = 0; own < confusion.length; own++) {
      for (int taken = 0; taken < confusion.length; taken++) {
        if (own != taken && confusion[own][taken] > 0) {
          cells.add(new int[] {own, taken, confusion[own][taken]});
        }
      }
    }
    return cells.stream()
        .sorted(Comparator.comparingInt(cell -> -cell[2]))
        .limit(WORST)
        .map(
            cell ->
                "%s is taken for %s on %d of its test images."
                    .formatted(label(cell[0]), label(cell[1]), cell[2]))
        .toList();
  }

  private String label(int index) {
    return Markdown.text(evaluation.labels().get(index));
  }
}

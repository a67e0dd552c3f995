package org.graft.export.bundle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.graft.experiment.Score;
import org.graft.train.Evaluation;
import org.graft.train.LabelScore;

/**
 * Of a model that gives an image any number of labels.
 *
 * @param evaluation what the exported file makes of the test images
 * @param scores one a label
 */
record LabelWords(Evaluation evaluation, List<LabelScore> scores) implements CardWords {
  @Override
  public String what() {
    return "A tagger of images with any of %d labels".formatted(evaluation.labels().size());
  }

  @Override
  public String use() {
    return "To tell which of the labels below pictures like those of the data have: any number of"
        + " them, or none. Each output is the probability of one label, independent of the others',"
        + " and a label is named from its own threshold on; the thresholds were chosen for the"
        + " greatest F1 on images held out of the training, and stand in the file's metadata.";
  }

  @Override
  public String lead() {
    Score score = Score.of(evaluation);
    return String.format(
        Locale.ROOT,
        "Mean average precision of this file on the test images: %.3f (95 %% interval %.3f to %.3f)."
            + " Ranking images at random gives %.3f. F1 micro %.3f, macro %.3f. All labels of an"
            + " image are right on %.3f; always giving the commonest answer gives %.3f.%n",
        score.value(),
        score.low(),
        score.high(),
        score.base(),
        evaluation.measures().all().get(LabelScore.F1_MICRO),
        evaluation.measures().all().get(LabelScore.F1_MACRO),
        evaluation.accuracy(),
        evaluation.baseRate());
  }

  @Override
  public String table() {
    List<List<Object>> rows = new ArrayList<>();
    for (LabelScore score : scores) {
      rows.add(
          List.of(
              score.label(),
              CardWords.share(score.averagePrecision()),
              CardWords.share(score.threshold()),
              CardWords.share(score.precision()),
              CardWords.share(score.recall()),
              CardWords.share(score.f1()),
              score.images()));
    }
    return Markdown.table(
        List.of(
            "label", "average precision", "threshold", "precision", "recall", "F1", "test images"),
        rows);
  }

  @Override
  public String meaning() {
    return "A line of `%s` is a label, in the order of the outputs; an image has each label whose"
            .formatted(Bundle.LABELS)
        + " probability reaches its threshold (`graft.thresholds` in the file's metadata, and among"
        + " Triton's parameters), which both examples say in a fourth column.";
  }

  @Override
  public List<String> limits() {
    List<String> limits = new ArrayList<>();
    LabelScore weakest =
        scores.stream().min(Comparator.comparingDouble(LabelScore::f1)).orElseThrow();
    limits.add(
        "The weakest label is %s, with an F1 of %s."
            .formatted(Markdown.text(weakest.label()), CardWords.share(weakest.f1())));
    CardWords.rough("labels", scores.stream().mapToInt(LabelScore::images)).ifPresent(limits::add);
    return limits;
  }
}

package org.graft.cli;

import java.util.Locale;
import org.graft.train.Evaluation;
import org.graft.train.LabelScore;
import org.graft.train.Measures;

/** How well a model does, in words. */
final class MeasureLines {
  private MeasureLines() {}

  /** {@code accuracy 0.900 on 72 images (base rate 0.083)}, and what else counts in the task. */
  static String of(Evaluation evaluation) {
    Measures measures = evaluation.measures();
    String score =
        String.format(
            Locale.ROOT,
            "%s %.3f on %d images (base rate %.3f)",
            measures.name(),
            measures.score(),
            evaluation.images(),
            measures.base());
    return measures.all().isEmpty()
        ? score
        : String.format(
            Locale.ROOT,
            "%s, F1 micro %.3f, macro %.3f, all labels right on %.3f (base rate %.3f)",
            score,
            measures.all().get(LabelScore.F1_MICRO),
            measures.all().get(LabelScore.F1_MACRO),
            evaluation.accuracy(),
            evaluation.baseRate());
  }
}

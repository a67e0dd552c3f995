package org.graft.cli;

import java.util.Locale;
import java.util.Map;
import org.graft.train.Evaluation;
import org.graft.train.Measures;
import org.graft.train.RunRecord;

/** How well a model does, in words. */
final class MeasureLines {
  private MeasureLines() {}

  /** {@code accuracy 0.900 on 72 images (base rate 0.083)}, and what else counts in the task. */
  static String of(Evaluation evaluation) {
    Measures measures = evaluation.measures();
    return String.format(
        Locale.ROOT,
        "%s %.3f on %d images (base rate %.3f)%s",
        measures.name(),
        measures.score(),
        evaluation.images(),
        measures.base(),
        measures.further().isEmpty() ? "" : ", " + measures.further());
  }

  /** What JSON tells of a run's model on the images to test with; of one without any, nothing. */
  static Map<String, ?> fields(RunRecord run, Evaluation evaluation) {
    return run.wasTested() ? evaluation.figures() : Console.fields("test_accuracy", null);
  }
}

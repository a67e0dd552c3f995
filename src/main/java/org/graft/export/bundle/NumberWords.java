package org.graft.export.bundle;

import java.util.List;
import java.util.Locale;
import org.graft.experiment.Score;
import org.graft.train.Evaluation;
import org.graft.train.Regression;

/**
 * Of a model that gives a number.
 *
 * @param evaluation what the exported file makes of the test images
 */
record NumberWords(Evaluation evaluation, Regression task) implements CardWords {
  @Override
  public String what() {
    return "A model that gives a number for an image";
  }

  @Override
  public String use() {
    return "To tell the number of a picture like those of the data, in the unit of the numbers that"
        + " were learned. It gives one for any picture, whatever it shows, and does not say how sure"
        + " it is.";
  }

  @Override
  public String lead() {
    Score score = Score.of(evaluation);
    return String.format(
        Locale.ROOT,
        "R² of this file on the test images: %.3f (95 %% interval %.3f to %.3f). Always giving the"
            + " mean of the numbers that were learned gives %.3f. %s.%n",
        score.value(),
        score.low(),
        score.high(),
        score.base(),
        evaluation.measures().further());
  }

  @Override
  public String table() {
    return Markdown.table(
        List.of("numbers learned", "value"),
        List.of(
            List.of("mean", number(task.scale().mean())),
            List.of("deviation", number(task.scale().deviation()))));
  }

  @Override
  public String meaning() {
    return "The output `number` is in the unit of the numbers that were learned, whose mean is %s and"
            .formatted(number(task.scale().mean()))
        + " whose deviation is %s; nothing needs to be scaled back."
            .formatted(number(task.scale().deviation()));
  }

  @Override
  public List<String> limits() {
    return List.of("Numbers beyond those that were learned are guesses.");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}

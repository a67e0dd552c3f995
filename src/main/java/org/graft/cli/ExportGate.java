package org.graft.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.graft.export.parity.Agreement;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.graft.plan.Tensor;
import org.graft.predict.OnnxModel;
import org.graft.train.Evaluation;
import org.graft.train.RunFolder;

/**
 * Lets an exported file through unless its test accuracy, or the share of the test images on which
 * it names the run's class, is below what is asked for. A file that computes what the run did has
 * the run's accuracy; any other is measured on the run's test images.
 */
final class ExportGate implements Consumer<Path> {
  private final Evaluation evaluation;
  private final Least least;
  private final boolean measured;
  private Evaluation found;
  private Agreement agreement;

  private ExportGate(Evaluation evaluation, Least least, boolean measured) {
    this.evaluation = evaluation;
    this.least = least;
    this.measured = measured;
    this.found = evaluation;
  }

  /** The accuracy and the share of unchanged classes that are asked for, 0..1 each. */
  record Least(double accuracy, double agreement) {}

  /**
   * A gate for what is exported from the run in {@code folder}.
   *
   * @param measured whether the file is run on the test images; else it has the run's accuracy
   * @throws WorkFailedException if the run itself is worse
   * @throws InputException if the file must be measured and test images are gone
   */
  static ExportGate of(Path folder, Least least, boolean measured) {
    ExportGate gate = new ExportGate(RunFolder.evaluation(folder), least, measured);
    if (!measured) {
      gate.requireAccuracy("the run");
      return gate;
    }
    for (Path file : gate.evaluation.files()) {
      if (!Files.isReadable(file)) {
        throw new InputException(
            "what the file answers is measured on the run's test images, and " + file + " is gone");
      }
    }
    return gate;
  }

  /** Measures the file if it must be, and refuses it if it is too bad. */
  @Override
  public void accept(Path file) {
    if (!measured) {
      return;
    }
    try (OnnxModel model = OnnxModel.open(file)) {
      List<float[]> rows = model.probabilitiesOf(evaluation.files());
      found = evaluation.with(Tensor.rows(rows.toArray(float[][]::new)));
    }
    agreement =
        Agreement.of(
            evaluation.truth(),
            evaluation.probabilities().values(),
            found.probabilities().values());
    requireAccuracy("the file");
    requireAgreement();
  }

  /** What the file makes of the run's test images. */
  Evaluation evaluation() {
    return found;
  }

  /** How that differs from what the run made of them, if it was measured. */
  Optional<Agreement> agreement() {
    return Optional.ofNullable(agreement);
  }

  private void requireAccuracy(String whose) {
    if (found.accuracy() < least.accuracy()) {
      throw new WorkFailedException(
          String.format(
              Locale.ROOT,
              "test accuracy of %s is %.3f, below the %s that --assert-accuracy-at-least asks for;"
                  + " nothing was written",
              whose,
              found.accuracy(),
              least.accuracy()));
    }
  }

  private void requireAgreement() {
    if (agreement.share() < least.agreement()) {
      throw new WorkFailedException(
          String.format(
              Locale.ROOT,
              "the file names the run's class on %d of %d test images, below the %s that"
                  + " --assert-agreement-at-least asks for; nothing was written",
              agreement.same(),
              agreement.images(),
              least.agreement()));
    }
  }
}

package org.graft.api;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.graft.export.parity.Agreement;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.graft.train.Evaluation;
import org.graft.train.Measures;
import org.graft.train.Run;
import org.graft.train.RunRecord;

/**
 * Lets an exported file through unless its test accuracy, or the share of the test images on which
 * it names the run's class, is below what is asked for. A file that computes what the run did has
 * the run's accuracy; any other is measured on the run's test images.
 *
 * @param own what the run made of them
 * @param tested measures the file; empty where it has the run's accuracy
 */
record ExportGate(Evaluation own, Floor least, Optional<TestedFile> tested)
    implements Consumer<Path> {
  /**
   * A gate for what is exported from a run.
   *
   * @param measured whether the file is run on the test images; else it has the run's accuracy
   * @throws WorkFailedException if the run itself is worse
   * @throws InputException if the file must be measured and test images are gone
   */
  static ExportGate of(Run of, Floor least, boolean measured) {
    RunRecord run = of.record();
    if (!run.wasTested() && least.accuracy() > 0) {
      throw new InputException(
          ("run %s learned from all images and was not tested: there is no accuracy that %s"
                  + " could hold")
              .formatted(run.id(), Hint.ACCURACY));
    }
    Optional<TestedFile> tested =
        measured ? Optional.of(new TestedFile(of.evaluation())) : Optional.empty();
    ExportGate gate = new ExportGate(of.evaluation(), least, tested);
    if (!measured) {
      gate.requireAccuracy("the run");
    }
    return gate;
  }

  /** Measures the file if it must be, and refuses it if it is too bad. */
  @Override
  public void accept(Path file) {
    if (tested.isPresent()) {
      tested.get().accept(file);
      requireAccuracy("the file");
      requireAgreement(tested.get().agreement());
    }
  }

  /** What the file makes of the run's test images. */
  Evaluation evaluation() {
    return tested.map(TestedFile::evaluation).orElse(own);
  }

  /** How that differs from what the run made of them, if it was measured. */
  Optional<Agreement> agreement() {
    return tested.map(TestedFile::agreement);
  }

  private void requireAccuracy(String whose) {
    Measures measures = evaluation().measures();
    double accuracy = measures.score();
    if (accuracy < least.accuracy()) {
      throw new WorkFailedException(
          String.format(
              Locale.ROOT,
              "test %s of %s is %.3f, below the %s that %s asks for; nothing was written",
              measures.name(),
              whose,
              accuracy,
              least.accuracy(),
              Hint.ACCURACY));
    }
  }

  private void requireAgreement(Agreement agreement) {
    if (agreement.share() < least.agreement()) {
      throw new WorkFailedException(
          String.format(
              Locale.ROOT,
              "the file names the run's %s on %d of %d test images, below the %s that %s"
                  + " asks for; nothing was written",
              own.task().word(),
              agreement.same(),
              agreement.images(),
              least.agreement(),
              Hint.AGREEMENT));
    }
  }
}

package org.graft.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.graft.failure.InputException;
import org.graft.failure.WorkFailedException;
import org.graft.plan.Tensor;
import org.graft.predict.OnnxModel;
import org.graft.train.Evaluation;
import org.graft.train.RunFolder;

/**
 * Lets an exported file through unless its test accuracy is below what is asked for. A file that
 * computes what the run did has the run's accuracy; any other is measured on the run's test images.
 */
final class AccuracyGate implements Consumer<Path> {
  private final Evaluation evaluation;
  private final double least;
  private final boolean measured;
  private Evaluation found;

  private AccuracyGate(Evaluation evaluation, double least, boolean measured) {
    this.evaluation = evaluation;
    this.least = least;
    this.measured = measured;
    this.found = evaluation;
  }

  /**
   * A gate for what is exported from the run in {@code folder}.
   *
   * @param least the accuracy that is asked for, 0..1
   * @param another whether the file may answer otherwise than the run did
   * @throws WorkFailedException if the run itself is worse
   * @throws InputException if the file must be measured and test images are gone
   */
  static AccuracyGate of(Path folder, double least, boolean another) {
    AccuracyGate gate = new AccuracyGate(RunFolder.evaluation(folder), least, another);
    if (!another) {
      gate.require("the run");
      return gate;
    }
    for (Path file : gate.evaluation.files()) {
      if (!Files.isReadable(file)) {
        throw new InputException(
            "what the precision or size costs is measured on the run's test images, and "
                + file
                + " is gone");
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
    require("the file");
  }

  /** What the file makes of the run's test images. */
  Evaluation evaluation() {
    return found;
  }

  /** What was found, for people. */
  String line() {
    int images = evaluation.images();
    return measured
        ? String.format(
            Locale.ROOT,
            "test accuracy of the file %.3f on %d images, of the run %.3f",
            found.accuracy(),
            images,
            evaluation.accuracy())
        : String.format(Locale.ROOT, "test accuracy %.3f on %d images", found.accuracy(), images);
  }

  private void require(String whose) {
    if (found.accuracy() < least) {
      throw new WorkFailedException(
          String.format(
              Locale.ROOT,
              "test accuracy of %s is %.3f, below the %s that --assert-accuracy-at-least asks for;"
                  + " nothing was written",
              whose,
              found.accuracy(),
              least));
    }
  }
}

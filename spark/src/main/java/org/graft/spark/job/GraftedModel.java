package org.graft.spark.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.graft.card.ModelCard;
import org.graft.failure.FirstLine;
import org.graft.failure.WorkFailedException;
import org.graft.predict.OnnxModel;
import org.graft.spark.head.GraftedFile;
import org.graft.spark.head.LinearHead;

/**
 * A base with a head on it, on its way to a file.
 *
 * @param base what {@code graft export --base} wrote
 * @param card what the file says of itself
 */
record GraftedModel(Path base, LinearHead head, ModelCard card) {
  /** Greatest difference of probabilities that counts as rounding. */
  private static final double TOLERANCE = 1e-4;

  /**
   * Writes a file and runs it.
   *
   * @throws WorkFailedException if it gives other probabilities than the head does
   */
  void write(Path file, ProofImages proof) {
    try {
      GraftedFile.write(base, head, card.toMetadata(), file);
    } catch (IOException e) {
      throw new WorkFailedException(file + " cannot be written: " + FirstLine.of(e), e);
    }
    double difference = 0;
    try (OnnxModel model = OnnxModel.open(file, 1)) {
      List<float[]> found = model.probabilities(proof.images());
      for (int i = 0; i < found.size(); i++) {
        float[] expected = head.probabilities(proof.features().get(i));
        difference = Math.max(difference, difference(found.get(i), expected));
      }
    }
    if (!(difference <= TOLERANCE)) {
      throw new WorkFailedException(
          String.format(
              "the file gives probabilities that differ by %.2g from those of the head; nothing was"
                  + " written",
              difference));
    }
  }

  private static double difference(float[] found, float[] expected) {
    double greatest = 0;
    for (int c = 0; c < expected.length; c++) {
      double difference = Math.abs(found[c] - expected[c]);
      greatest = difference > greatest || Double.isNaN(difference) ? difference : greatest;
    }
    return greatest;
  }
}

package org.graft.experiment;

import java.nio.file.Path;
import org.graft.train.Evaluation;
import org.graft.train.Measures;
import org.graft.train.RunFolder;
import org.graft.train.RunRecord;

/**
 * A finished training of a comparison, as its folder holds it.
 *
 * @param note that marks it
 * @param reused whether it was there already
 */
public record TrainedCell(
    Path folder, RunRecord record, Evaluation evaluation, CellNote note, boolean reused) {
  /** Reads a finished run back. */
  public static TrainedCell of(Path folder, CellNote note, boolean reused) {
    return new TrainedCell(
        folder, RunFolder.record(folder), RunFolder.evaluation(folder), note, reused);
  }

  ComparisonRow.Cell summary() {
    return new ComparisonRow.Cell(
        record.seed(),
        evaluation.measures().name().equals(Measures.ACCURACY) ? evaluation.accuracy() : null,
        evaluation.measures().score(),
        folder.toString(),
        reused);
  }
}

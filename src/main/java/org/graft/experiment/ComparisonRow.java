package org.graft.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.graft.storage.OrDefault;
import org.graft.storage.OrNull;
import org.graft.train.Classes;
import org.graft.train.Evaluation;
import org.graft.train.RunRecord;
import org.jspecify.annotations.Nullable;

/**
 * One base under one setting, over all seeds.
 *
 * @param size side of the images, in pixels
 * @param learningRate of the optimiser at the first step
 * @param accuracy on the test images, 0..1, mean over the seeds; {@code null} where runs are told
 *     apart by another score
 * @param score that runs are told apart by, mean over the seeds; the accuracy where it is {@code
 *     null}
 * @param ci95 its 95 % interval, low and high, for that many test images
 * @param spread sample standard deviation over the seeds, or {@code null} for one seed
 * @param cause that the doctor names, or {@code null} for a row that converges
 * @param chance accuracy of naming any class; of another score that of ranking any image first
 * @param macroF1 mean over the seeds, 0..1; {@code null} where a number is asked for
 * @param loss mean over the seeds, in nats
 * @param imagesPerSecond read and trained on, all told
 * @param seconds mean over the seeds
 * @param parameters of base and head
 * @param peakMegabytes of memory that the process held while it trained, or {@code null} where that
 *     could not be measured
 * @param versusBest McNemar's probability of a difference from the best row at least as large
 * @param cells one a seed
 * @param run folder of the first seed's run
 */
public record ComparisonRow(
    String base,
    int size,
    String preprocessing,
    @JsonProperty("learning_rate") double learningRate,
    @OrNull @JsonProperty("test_accuracy") Double accuracy,
    @OrDefault Double score,
    List<Double> ci95,
    @OrNull Double spread,
    @JsonProperty("base_rate") double baseRate,
    String verdict,
    @OrNull String cause,
    @OrNull @JsonProperty("macro_f1") Double macroF1,
    double loss,
    double chance,
    @JsonProperty("images_per_second") double imagesPerSecond,
    double seconds,
    long parameters,
    @OrNull @JsonProperty("peak_mb") Double peakMegabytes,
    @JsonProperty("p_versus_best") double versusBest,
    List<Cell> cells,
    String run) {
  public ComparisonRow {
    score = score == null ? accuracy : score;
    ci95 = List.copyOf(ci95);
    cells = List.copyOf(cells);
    if (ci95.size() != 2 || cells.isEmpty() || score == null) {
      throw new IllegalArgumentException(
          "an interval has two ends, a row a score and at least one cell");
    }
  }

  /**
   * The row of trainings that differ by their seeds alone.
   *
   * @param cause that the doctor names, or {@code null}
   * @param parameters of base and head
   * @param best the first seed's evaluation of the best row
   */
  public static ComparisonRow of(
      List<TrainedCell> trained, @Nullable String cause, long parameters, Evaluation best) {
    TrainedCell first = trained.get(0);
    RunRecord run = first.record();
    double score = mean(trained, cell -> cell.evaluation().measures().score());
    Score of = Score.of(first.evaluation()).at(score);
    double seconds = mean(trained, cell -> cell.record().seconds());
    return new ComparisonRow(
        run.base(),
        run.size(),
        run.preprocessing().toString(),
        run.recipe().phase().schedule().learningRate(),
        of.isAccuracy() ? score : null,
        score,
        of.ci95(),
        spread(trained, score),
        of.base(),
        Verdict.of(of).toString(),
        cause,
        first.evaluation().task().isCounted()
            ? mean(trained, cell -> ClassScore.macroF1(cell.evaluation()))
            : null,
        mean(trained, cell -> cell.evaluation().loss()),
        first.evaluation().task() instanceof Classes ? 1.0 / run.labels().size() : of.base(),
        run.images() / seconds,
        seconds,
        parameters,
        first.note().peakMegabytes(),
        McNemar.of(first.evaluation(), best).probability(),
        trained.stream().map(TrainedCell::summary).toList(),
        first.folder().toString());
  }

  private static double mean(List<TrainedCell> cells, ToDoubleFunction<TrainedCell> figure) {
    return cells.stream().mapToDouble(figure).average().orElseThrow();
  }

  /** Sample standard deviation; {@code null} for a single one. */
  private static @Nullable Double spread(List<TrainedCell> cells, double mean) {
    double square =
        cells.stream()
            .mapToDouble(c -> Math.pow(c.evaluation().measures().score() - mean, 2))
            .sum();
    return cells.size() < 2 ? null : Math.sqrt(square / (cells.size() - 1));
  }

  /**
   * One training.
   *
   * @param accuracy on the test images, 0..1; {@code null} where another score counts
   * @param score the one that counts; the accuracy where it is {@code null}
   * @param run its folder
   * @param reused whether it was there already
   */
  public record Cell(
      long seed,
      @OrNull @JsonProperty("test_accuracy") Double accuracy,
      @OrDefault Double score,
      String run,
      boolean reused) {
    public Cell {
      score = score == null ? accuracy : score;
      if (score == null) {
        throw new IllegalArgumentException("a cell without a score");
      }
      run = Path.of(run).toString();
    }
  }
}

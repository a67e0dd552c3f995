package org.graft.train;

import java.nio.file.Path;
import java.util.List;
import org.graft.feature.Extraction;
import org.graft.feature.FeatureExtractor;
import org.graft.head.Head;
import org.graft.image.LabelledImage;
import org.graft.image.Reading;
import org.graft.plan.Model;
import org.graft.plan.SplitModel;

/**
 * A run's model over images, part by part: what training left as it was runs as it ran there, by an
 * engine and on what is kept of it, then what was trained. Holds native memory until it is closed.
 */
public final class Inference implements AutoCloseable {
  private final FeatureExtractor frozen;
  private final TailRunner tail;

  /** Takes what the model gives for one image, a value a label. */
  @FunctionalInterface
  public interface Sink {
    void take(Path file, int answer, float... row);
  }

  /**
   * The model of a run.
   *
   * @param model as it was trained, from pixels to what the task asks for
   */
  public Inference(RunRecord run, Model model, Reading reading, Extraction extraction) {
    String first =
        run.fineTune() == null
            ? new Head(run.recipe().head(), run.labels().size()).first()
            : run.fineTune().from();
    SplitModel split = SplitModel.before(model, first);
    this.frozen = new FeatureExtractor(split.frozen(), reading, extraction.of(run.base()));
    this.tail =
        run.fineTune() == null
            ? TailRunner.of(split.tail())
            : TailRunner.of(split.tail(), extraction.selector());
  }

  /**
   * Hands on what the model gives for each image that can be read, in order, as it is computed.
   *
   * @throws org.graft.failure.InputException if none can be read
   */
  public void each(
      List<LabelledImage> images, Sink sink, FeatureExtractor.ExtractionProgress progress) {
    frozen.each(images, part -> tail.run(part, images.size(), sink), progress);
  }

  /** What the model makes of images whose answers are known. */
  public Evaluation evaluate(
      Task task, List<LabelledImage> images, FeatureExtractor.ExtractionProgress progress) {
    EvaluationRows rows = new EvaluationRows(task, images.size());
    each(images, rows::add, progress);
    return rows.evaluation();
  }

  @Override
  public void close() {
    frozen.close();
    tail.close();
  }
}

package org.graft.api;

import org.graft.image.Dataset;
import org.graft.image.ImageSource;
import org.graft.image.Reading;
import org.graft.plan.Model;
import org.graft.train.Evaluation;
import org.graft.train.Inference;
import org.graft.train.RunRecord;

/**
 * A test of a model on other images than its own: what {@code graft evaluate} does.
 *
 * @param images those to test with, or all where none are said to be
 * @param strict whether an unreadable image ends the work
 */
public record Testing(ImageSource images, boolean strict, Computing computing) {
  /** Leaving out what cannot be read. */
  public static Testing on(ImageSource images) {
    return new Testing(images, false, Computing.USUAL);
  }

  /** Ending at the first image that cannot be read. */
  public Testing strictly() {
    return new Testing(images, true, computing);
  }

  /** Computed otherwise. */
  public Testing computing(Computing other) {
    return new Testing(images, strict, other);
  }

  /**
   * Tests.
   *
   * @param model as it was trained
   */
  Evaluated run(RunRecord record, Model model, JobListener listener) {
    Dataset dataset = images.openTest(record.labels());
    listener.leftOut(dataset.leftOut());
    Reading reading = new Reading(record.resize(), strict, listener::skipped);
    long begin = System.nanoTime();
    try (Inference network = new Inference(record, model, reading, computing.on(record.base()))) {
      Evaluation evaluation =
          network.evaluate(
              record.task(dataset),
              dataset.test(),
              (done, of) -> listener.features("test", done, of));
      double seconds = (System.nanoTime() - begin) / 1e9;
      int skipped = dataset.test().size() - evaluation.images();
      return new Evaluated(evaluation, skipped, dataset.leftOut(), seconds);
    }
  }
}

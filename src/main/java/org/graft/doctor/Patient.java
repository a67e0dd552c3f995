package org.graft.doctor;

import org.graft.base.Base;
import org.graft.failure.Hint;
import org.graft.failure.InputException;
import org.graft.image.Dataset;
import org.graft.train.TrainRequest;

/**
 * What a user ran.
 *
 * @param batchStatistics whether BatchNorm ran on batches while the head was trained, as in Keras
 *     before 2.2
 */
public record Patient(Base base, TrainRequest request, boolean batchStatistics) {
  /**
   * @throws InputException if there is no BatchNorm to run on batches
   */
  public Patient {
    if (batchStatistics && !Recalibration.concerns(base)) {
      throw new InputException(
          "%s has no BatchNorm, which alone runs otherwise on batches: leave %s out"
              .formatted(base.facts().name(), Hint.BATCH_STATISTICS));
    }
  }

  /** Images to learn from that experiments are made on, about: more make them slow, not surer. */
  static final int LEARNED = 2000;

  /** Images that they are tested on. */
  static final int TESTED = 1000;

  /** The same with a sample of the images where there are many, class by class. */
  Patient sampled() {
    Dataset data = request.data();
    Dataset some = data.sampled(LEARNED, TESTED, request.seed());
    return some.images() == data.images() ? this : with(some);
  }

  /** The same on other images. */
  Patient with(Dataset other) {
    return new Patient(base, request.withData(other), batchStatistics);
  }

  /** Number of images of all parts. */
  int images() {
    return request.data().images();
  }
}

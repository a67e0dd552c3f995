package org.graft.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.graft.base.Base;
import org.graft.feature.Features;
import org.graft.graph.Emitter;
import org.graft.graph.SameDiffNetwork;
import org.graft.head.Head;
import org.graft.head.LayeredHead;
import org.graft.plan.Model;
import org.graft.plan.Tensor;
import org.graft.plan.Weights;
import org.graft.train.Evaluation;
import org.graft.train.LogisticRegression;
import org.graft.train.Loss;
import org.graft.train.Task;
import org.graft.train.TrainRequest;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What features are worth whatever the head: logistic regression on standardised features, which is
 * solved and has no rate, no start and no order.
 */
public final class LinearProbe {
  private static final int FOLDS = 3;

  private LinearProbe() {}

  /** A base up to its pooled features, taking pixels 0..255. */
  public static Model trunk(Base base, TrainRequest request) {
    return Head.pooled(request.preprocessing().prependTo(base.features(), request.size()));
  }

  /** Learns from some features and is tested on others. */
  public static Evaluation test(Task task, Features known, Features asked) {
    return test(task, known, asked, head -> LogisticRegression.fit(head, known, task, Loss.PLAIN));
  }

  /** The same by a quarter of the work, for what is done again and again. */
  static Evaluation roughly(Task task, Features known, Features asked) {
    return test(
        task, known, asked, head -> LogisticRegression.fitRoughly(head, known, task, Loss.PLAIN));
  }

  private static Evaluation test(
      Task task, Features known, Features asked, Function<Model, Weights> solver) {
    Head head = new Head(LayeredHead.LOGISTIC, task.labels().size(), task.last());
    Weights start = head.initial(known.values(), new SplittableRandom(0));
    Model alone = head.alone(known.width(), start);
    Model solved = alone.withWeights(start.with(solver.apply(alone)));
    return Evaluation.of(task, run(solved, asked));
  }

  /**
   * Each third of every class in turn is held out and tested by what the others taught, roughly:
   * what is compared here is further apart than that.
   */
  public static Evaluation heldOut(Task task, Features features) {
    int[] places = task.places(features.labels());
    List<Features> tested = new ArrayList<>();
    for (int fold = 0; fold < FOLDS; fold++) {
      Features asked = part(features, places, fold, true);
      if (asked.count() > 0) {
        Tensor outputs = outputs(task, part(features, places, fold, false), asked);
        tested.add(new Features(outputs, asked.labels(), asked.files()));
      }
    }
    return Evaluation.of(task, Features.joined(tested));
  }

  /** Where no class has a second image, there is nothing to learn from. */
  private static Tensor outputs(Task task, Features known, Features asked) {
    return known.count() == 0
        ? task.ignorant(asked.count())
        : roughly(task, known, asked).probabilities();
  }

  /** A head's output, one row for each row of features. */
  public static Features run(Model head, Features features) {
    try (INDArray input = SameDiffNetwork.toNative(features.values());
        INDArray output = Emitter.inference(head).run(input)) {
      return new Features(SameDiffNetwork.fromNative(output), features.labels(), features.files());
    }
  }

  private static Features part(Features features, int[] places, int fold, boolean tested) {
    return features.rows(
        IntStream.range(0, places.length)
            .filter(i -> places[i] % FOLDS == fold == tested)
            .toArray());
  }
}
